using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Data.Common;
using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;

namespace BaoPhu.Core.Data;

/// <summary>
/// Questions that travel to the server together (<see cref="Session.Together{T}"/>). Each is a task that ends when the journey it went on is back; what is asked then goes on the next one. They run in
/// the order in which they were asked, so a lock holds for what is asked after it.
/// </summary>
internal sealed partial class Journey(DbConnection connection, DbTransaction? transaction, Dialect dialect, CancellationToken cancel)
{
    private static readonly ConcurrentDictionary<string, string[]> ParameterNames = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Type, FrozenDictionary<string, PropertyInfo>> Properties = new();

    private readonly Lock _gate = new();
    private List<Question> _asked = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<List<T>> Query<T>(string sql, object? args) => Ask(new Rows<List<T>>(sql, args, rows => rows.Parse<T>().AsList()));

    public Task<T?> One<T>(string sql, object? args) => Ask(new Rows<T?>(sql, args, rows => rows.Parse<T?>().FirstOrDefault()));

    public Task<int> Execute(string sql, object? args) => Ask(new Act(sql, args));

    /// <summary>A question whose rows say nothing.</summary>
    public Task Wait(string sql, object? args) => Ask(new Rows<bool>(sql, args, _ => true));

    /// <summary>Travels until <paramref name="answer"/>, which is made of the answers, is there.</summary>
    public async Task<T> Until<T>(Task<T> answer)
    {
        while (!answer.IsCompleted)
        {
            Task more;
            List<Question> questions;
            lock (_gate)
            {
                (more, questions, _asked) = (_more.Task, _asked, []);
                if (_more.Task.IsCompleted)
                {
                    _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }

            await (questions.Count > 0 ? Go(questions) : Task.WhenAny(answer, more));
        }

        return await answer;
    }

    private Task<T> Ask<T>(Question<T> question)
    {
        lock (_gate)
        {
            _asked.Add(question);
            _more.TrySetResult();
        }

        return question.Answer;
    }

    private async Task Go(List<Question> questions)
    {
        try
        {
            await using var batch = connection.CreateBatch();
            batch.Transaction = transaction;
            foreach (var question in questions)
            {
                batch.BatchCommands.Add(CommandOf(batch, question));
            }

            await using (var reader = await batch.ExecuteReaderAsync(cancel))
            {
                // An act has no result of its own to step over.
                var first = true;
                foreach (var question in questions.Where(q => q.HasRows))
                {
                    if (!first)
                    {
                        await reader.NextResultAsync(cancel);
                    }

                    question.Read(reader);
                    first = false;
                }
            }

            foreach (var (place, question) in questions.Index())
            {
                question.Count = batch.BatchCommands[place].RecordsAffected;
            }
        }
        catch (Exception failure)
        {
            questions.ForEach(q => q.Fail(failure));
            return;
        }

        // Only now: what goes on with an answer may ask again, and the connection must be free.
        questions.ForEach(q => q.Tell());
    }

    private DbBatchCommand CommandOf(DbBatch batch, Question question)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = dialect.Translate(question.Sql);
        if (question.Args is not { } args)
        {
            return command;
        }

        foreach (var name in ParameterNames.GetOrAdd(question.Sql, sql => [.. Names().Matches(sql).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal)]))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            var (value, type) = ValueOf(args, name);
            SqlTypes.Set(parameter, value, type);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static (object? Value, Type Type) ValueOf(object args, string name)
    {
        if (args is IReadOnlyDictionary<string, object?> told)
        {
            return (told[name], told[name]?.GetType() ?? typeof(object));
        }

        var known = Properties.GetOrAdd(args.GetType(), type => type.GetProperties().ToFrozenDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase));
        return known.TryGetValue(name, out var property) ? (property.GetValue(args), property.PropertyType) : throw new ArgumentException($"the question has no value for @{name}", nameof(args));
    }

    [GeneratedRegex("@(?<name>[A-Za-z_][A-Za-z0-9_]*)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Names();

    private abstract class Question(string sql, object? args)
    {
        public string Sql => sql;
        public object? Args => args;

        /// <summary>Rows that an act touched.</summary>
        public int Count { get; set; }
        public virtual bool HasRows => false;

        public virtual void Read(DbDataReader reader)
        {
        }

        public abstract void Tell();
        public abstract void Fail(Exception failure);
    }

    private abstract class Question<T>(string sql, object? args) : Question(sql, args)
    {
        private readonly TaskCompletionSource<T> _answer = new();

        public Task<T> Answer => _answer.Task;
        protected abstract T Value { get; }
        public override void Tell() => _answer.TrySetResult(Value);
        public override void Fail(Exception failure) => _answer.TrySetException(failure);
    }

    private sealed class Rows<T>(string sql, object? args, Func<DbDataReader, T> read) : Question<T>(sql, args)
    {
        private T _value = default!;

        public override bool HasRows => true;
        protected override T Value => _value;
        public override void Read(DbDataReader reader) => _value = read(reader);
    }

    private sealed class Act(string sql, object? args) : Question<int>(sql, args)
    {
        protected override int Value => Count;
    }
}
