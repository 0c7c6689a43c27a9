using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace BaoPhu.Core.Data;

/// <summary>
/// The only file that knows which engine is below. Everything else is one SQL; where the engines have no common word, the SQL carries a token:
/// <c>{code}</c> a code column, <c>{any:name}</c> "is one of the list @name", <c>{scratch}</c> the opening of a temporary table,
/// <c>{names}</c> the Vietnamese order of names, <c>{skip-locked}</c> for claiming a row, <c>{as-written:table.column}</c> a statement after which the engine does not compress the column.
/// </summary>
public abstract class Dialect
{
    private readonly ConcurrentDictionary<string, string> _translated = new(StringComparer.Ordinal);

    public abstract string Name { get; }
    public bool IsSqlite => this is SqliteDialect;

    /// <summary>A writing transaction is alone: what it read stays so until it ends.</summary>
    public bool OneWriter => IsSqlite;

    /// <summary>The SQL with its tokens replaced. Cached by text: queries are constants.</summary>
    public string Translate(string sql) => sql.Contains('{', StringComparison.Ordinal) ? _translated.GetOrAdd(sql, Replace) : sql;

    /// <summary>A list parameter for <c>{any:name}</c>.</summary>
    public abstract object List<T>(IEnumerable<T> values);

    public abstract bool IsDuplicateKey(Exception exception);

    /// <summary>The engine could not serve now (locked, serialisation failure, connection lost): the same act may succeed when repeated.</summary>
    public abstract bool IsBusy(Exception exception);

    /// <summary>The database is gone or out of space: nothing was committed, and the caller must be told so.</summary>
    public abstract bool IsLost(Exception exception);

    /// <summary>The database has no more room on its disk: one of the ways of <see cref="IsLost"/>, and one that a person can mend.</summary>
    public abstract bool IsFull(Exception exception);

    internal abstract Task<DbConnection> OpenAsync(CancellationToken cancel);
    internal abstract Task<DbTransaction> BeginAsync(DbConnection connection, bool write, CancellationToken cancel);

    /// <summary>Opens a bulk load into a table. Cells are written in the order of the columns, with the width of the column's type.</summary>
    internal abstract BulkWriter Writer(DbConnection connection, string table, IReadOnlyList<string> columns);

    /// <summary>Opens a bulk read of a query (without parameters: COPY knows none).</summary>
    internal abstract BulkReader Reader(DbConnection connection, string query);

    /// <summary>Refreshes the planner's figures of one table after a bulk change.</summary>
    internal abstract string Analyze(string table);

    /// <summary>Statement that makes the calling transaction the only one that migrates or plans the named thing, or null where the engine has one writer anyway.</summary>
    internal abstract string? AdvisoryLock { get; }

    /// <summary>Statement that writes a copy of the whole database into the file @file; null where the engine's own tools do that.</summary>
    internal virtual string? CopyInto => null;

    /// <summary>All tables with their primary and unique keys: what the catalogue test reads.</summary>
    internal abstract Task<IReadOnlyList<TableKeys>> CatalogueAsync(DbConnection connection);

    protected abstract string Token(string token);

    private string Replace(string sql)
    {
        var result = new System.Text.StringBuilder(sql.Length + 64);
        var at = 0;
        while (at < sql.Length)
        {
            var open = sql.IndexOf('{', at);
            if (open < 0)
            {
                break;
            }

            var close = sql.IndexOf('}', open);
            result.Append(sql, at, open - at).Append(Token(sql[(open + 1)..close]));
            at = close + 1;
        }

        return result.Append(sql, at, sql.Length - at).ToString();
    }

    protected static Exception Unknown(string token) => new InvalidOperationException($"unknown SQL token {{{token}}}");

    /// <summary>The dialect for a file path (SQLite) or a connection string (PostgreSQL).</summary>
    public static Dialect For(string target) => IsConnectionString(target) ? new PostgresDialect(target) : new SqliteDialect(target);

    public static bool IsConnectionString(string target) =>
        target.Contains("host=", StringComparison.OrdinalIgnoreCase) || target.Contains("server=", StringComparison.OrdinalIgnoreCase)
        || target.StartsWith("postgres", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A table of the catalogue: each key is its columns in order, the primary key first.</summary>
public sealed record TableKeys(string Table, IReadOnlyList<IReadOnlyList<string>> Keys, IReadOnlyList<string> Columns);

internal sealed class SqliteDialect(string path) : Dialect
{
    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Cache = SqliteCacheMode.Private,
        ForeignKeys = true,
        DefaultTimeout = 60,
        Pooling = true,
    }.ConnectionString;

    /// <summary>
    /// A connection is used by one thread at a time (as everywhere with ADO.NET), so SQLite need not lock a mutex for each cell that is bound or read; and nobody asks how much memory it
    /// holds. Both can only be said before the process's first connection: where another was quicker SQLite refuses, and stays as careful as it was.
    /// </summary>
    static SqliteDialect()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    public override string Name => "SQLite";
    internal override string? AdvisoryLock => null;
    internal override string? CopyInto => "vacuum into @file";

    public override object List<T>(IEnumerable<T> values) => JsonSerializer.Serialize(values);
    public override bool IsDuplicateKey(Exception exception) => exception is SqliteException { SqliteErrorCode: 19 };
    public override bool IsBusy(Exception exception) => exception is SqliteException { SqliteErrorCode: 5 or 6 };
    public override bool IsLost(Exception exception) => exception is SqliteException { SqliteErrorCode: 10 or 11 or 13 or 14 or 26 or 8 };
    public override bool IsFull(Exception exception) => exception is SqliteException { SqliteErrorCode: 13 };

    internal override async Task<DbConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancel);
        await using var pragmas = connection.CreateCommand();
        // FULL: an acknowledged act survives a power cut. WAL: readers never wait behind the writer.
        pragmas.CommandText = "pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536; pragma temp_store = file; pragma temp.cache_size = -32768; pragma busy_timeout = 60000;";
        await pragmas.ExecuteNonQueryAsync(cancel);
        return connection;
    }

    internal override Task<DbTransaction> BeginAsync(DbConnection connection, bool write, CancellationToken cancel) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: !write));

    internal override BulkWriter Writer(DbConnection connection, string table, IReadOnlyList<string> columns) =>
        new SqliteBulkWriter((SqliteConnection)connection, table, columns);

    internal override BulkReader Reader(DbConnection connection, string query) => new SqliteBulkReader((SqliteConnection)connection, Translate(query));

    internal override string Analyze(string table) => "analyze " + table;

    internal override async Task<IReadOnlyList<TableKeys>> CatalogueAsync(DbConnection connection)
    {
        var tables = new List<TableKeys>();
        var names = await ReadAsync(connection, "select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by name");
        foreach (var table in names.Select(row => row[0]))
        {
            var columns = await ReadAsync(connection, $"select name, pk from pragma_table_info('{table}') order by cid");
            var primary = columns.Where(c => c[1] != "0").OrderBy(c => int.Parse(c[1], CultureInfo.InvariantCulture)).Select(c => c[0]).ToList();
            var keys = new List<IReadOnlyList<string>> { primary };
            foreach (var index in await ReadAsync(connection, $"select name from pragma_index_list('{table}') where \"unique\" = 1 and origin <> 'pk'"))
            {
                keys.Add((await ReadAsync(connection, $"select name from pragma_index_info('{index[0]}') order by seqno")).ConvertAll(c => c[0]));
            }

            tables.Add(new(table, keys, columns.ConvertAll(c => c[0])));
        }

        return tables;
    }

    protected override string Token(string token) => token switch
    {
        "code" => "text",
        "bytes" => "blob",
        "scratch" => "create temp table",
        "names" => "",
        "skip-locked" => "",
        _ when token.StartsWith("as-written:", StringComparison.Ordinal) => "select 1",
        _ when token.StartsWith("any:", StringComparison.Ordinal) => $"in (select value from json_each(@{token[4..]}))",
        _ => throw Unknown(token),
    };

    private static async Task<List<string[]>> ReadAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync())
        {
            var row = new string[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture) ?? "";
            }

            rows.Add(row);
        }

        return rows;
    }
}

internal sealed class PostgresDialect : Dialect, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    public PostgresDialect(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var options = builder.ConnectionStringBuilder;
        if (options.CommandTimeout == 30)
        {
            options.CommandTimeout = 1800;
        }

        // A page asks dozens of small questions, each the same as on the page before: the server parses them once. It still plans each anew: a plan made for one office is not the nation's.
        if (options.MaxAutoPrepare == 0 && options.Options is null)
        {
            (options.MaxAutoPrepare, options.AutoPrepareMinUsages, options.Options) = (100, 2, "-c plan_cache_mode=force_custom_plan");
        }

        // Nothing of a connection outlives its transaction but temporary tables, which are dropped before they are made: no need to have each connection cleaned before its next use.
        options.NoResetOnClose = true;

        _source = builder.Build();
    }

    public override string Name => "PostgreSQL";
    internal override string AdvisoryLock => "select pg_advisory_xact_lock(hashtext(@name))";

    public override object List<T>(IEnumerable<T> values) => values.ToArray();
    public override bool IsDuplicateKey(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public override bool IsBusy(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.TooManyConnections,
    };

    public override bool IsFull(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.DiskFull };

    public override bool IsLost(Exception exception) => exception switch
    {
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" or "53100" or "58030" } => true,
        PostgresException => false,
        NpgsqlException => true,
        _ => false,
    };

    internal override async Task<DbConnection> OpenAsync(CancellationToken cancel) => await _source.OpenConnectionAsync(cancel);

    internal override async Task<DbTransaction> BeginAsync(DbConnection connection, bool write, CancellationToken cancel) =>
        await connection.BeginTransactionAsync(cancel);

    internal override BulkWriter Writer(DbConnection connection, string table, IReadOnlyList<string> columns) =>
        new PostgresBulkWriter((NpgsqlConnection)connection, table, columns);

    internal override BulkReader Reader(DbConnection connection, string query) => new PostgresBulkReader((NpgsqlConnection)connection, Translate(query));

    internal override string Analyze(string table) => "analyze " + table;

    internal override async Task<IReadOnlyList<TableKeys>> CatalogueAsync(DbConnection connection)
    {
        const string keysSql = """
            select c.relname, i.indexrelid::bigint, a.attname, i.indisprimary
            from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
            cross join lateral unnest(i.indkey::int2[]) with ordinality as k(attnum, place)
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
            where n.nspname = current_schema() and i.indisunique order by c.relname, i.indisprimary desc, i.indexrelid, k.place
            """;
        const string columnsSql = """
            select table_name, column_name from information_schema.columns
            where table_schema = current_schema() order by table_name, ordinal_position
            """;
        var columns = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        await using (var command = new NpgsqlCommand(columnsSql, (NpgsqlConnection)connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                (columns.TryGetValue(reader.GetString(0), out var list) ? list : columns[reader.GetString(0)] = []).Add(reader.GetString(1));
            }
        }

        var keys = new Dictionary<string, List<(long Index, List<string> Columns)>>(StringComparer.Ordinal);
        await using (var command = new NpgsqlCommand(keysSql, (NpgsqlConnection)connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var list = keys.TryGetValue(reader.GetString(0), out var found) ? found : keys[reader.GetString(0)] = [];
                if (list.Count == 0 || list[^1].Index != reader.GetInt64(1))
                {
                    list.Add((reader.GetInt64(1), []));
                }

                list[^1].Columns.Add(reader.GetString(2));
            }
        }

        return [.. columns.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new TableKeys(
            c.Key, keys.TryGetValue(c.Key, out var own) ? own.ConvertAll(k => (IReadOnlyList<string>)k.Columns) : [], c.Value))];
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    protected override string Token(string token) => token switch
    {
        "code" => "text collate \"C\"",
        "bytes" => "bytea",
        "scratch" => "create temp table",
        "names" => "collate \"vi-x-icu\"",
        "skip-locked" => "for update skip locked",
        _ when token.StartsWith("as-written:", StringComparison.Ordinal) && token[11..].Split('.') is [var table, var column] => $"alter table {table} alter column {column} set storage external",
        _ when token.StartsWith("any:", StringComparison.Ordinal) => $"= any(@{token[4..]})",
        _ => throw Unknown(token),
    };
}
