using System.Data;
using System.Globalization;
using Dapper;

namespace BaoPhu.Core.Data;

/// <summary>How a few types travel to either engine. Dates are dates (ISO text on SQLite); instants are <see cref="Instant"/>.</summary>
internal static class SqlTypes
{
    private static readonly DateHandler Dates = new();
    private static readonly InstantHandler Instants = new();
    private static readonly Dictionary<Type, DbType> DbTypes = new()
    {
        [typeof(string)] = DbType.String, [typeof(short)] = DbType.Int16, [typeof(int)] = DbType.Int32, [typeof(long)] = DbType.Int64, [typeof(bool)] = DbType.Boolean, [typeof(double)] = DbType.Double,
        [typeof(DateOnly)] = DbType.Date, [typeof(Instant)] = DbType.Int64,
    };

    private static int _done;

    public static void Register()
    {
        if (Interlocked.Exchange(ref _done, 1) == 1)
        {
            return;
        }

        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateOnly));
        SqlMapper.RemoveTypeMap(typeof(DateOnly?));
        SqlMapper.AddTypeHandler(Dates);
        SqlMapper.AddTypeHandler(Instants);
    }

    /// <summary>Binds a value the way Dapper would. <paramref name="type"/>: of what holds it; a value that is absent still has one, and PostgreSQL asks for it.</summary>
    public static void Set(IDbDataParameter parameter, object? value, Type type)
    {
        switch (value)
        {
            case null:
                (parameter.DbType, parameter.Value) = (DbTypes.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type, DbType.Object), DBNull.Value);
                break;
            case DateOnly day:
                Dates.SetValue(parameter, day);
                break;
            case Instant at:
                Instants.SetValue(parameter, at);
                break;
            default:
                parameter.Value = value;
                break;
        }
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) => value switch
        {
            DateOnly date => date,
            DateTime time => DateOnly.FromDateTime(time),
            string text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => throw new DataException($"{value.GetType()} is no date"),
        };

        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            if (parameter is Npgsql.NpgsqlParameter)
            {
                parameter.Value = value;
            }
            else
            {
                parameter.Value = value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            }
        }
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<Instant>
    {
        public override Instant Parse(object value) => new(Convert.ToInt64(value, CultureInfo.InvariantCulture));

        public override void SetValue(IDbDataParameter parameter, Instant value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = value.Milliseconds;
        }
    }
}
