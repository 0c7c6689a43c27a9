using System.Data.Common;
using Dapper;

namespace BaoPhu.Core.Data;

/// <summary>
/// One database, on either engine. <see cref="Read{T}"/> sees a consistent state and never waits behind a writer; <see cref="Write{T}"/> is one
/// transaction: it happens whole or not at all. On SQLite one writer runs at a time; the others wait their turn here instead of failing.
/// </summary>
public sealed class Db : IAsyncDisposable
{
    private readonly SemaphoreSlim _writer = new(1, 1);

    static Db() => SqlTypes.Register();

    private Db(Dialect dialect) => Dialect = dialect;

    public Dialect Dialect { get; }

    /// <summary>A file path opens SQLite, a connection string PostgreSQL. Nothing is created before the first use.</summary>
    public static Db At(string target) => new(Dialect.For(target));

    public async Task<T> Read<T>(Func<Session, Task<T>> query, CancellationToken cancel = default)
    {
        try
        {
            return await Once();
        }
        catch (Exception lost) when (!Dialect.IsSqlite && Dialect.IsLost(lost))
        {
            // A pool keeps connections of a server that was restarted until somebody uses them; a read is safely asked again.
            return await Once();
        }

        async Task<T> Once()
        {
            await using var connection = await Dialect.OpenAsync(cancel);
            return await query(new Session(Dialect, connection, null, cancel));
        }
    }

    /// <summary>Several queries over one snapshot.</summary>
    public async Task<T> ReadConsistently<T>(Func<Session, Task<T>> query, CancellationToken cancel = default)
    {
        await using var connection = await Dialect.OpenAsync(cancel);
        await using var transaction = Dialect.IsSqlite
            ? await Dialect.BeginAsync(connection, write: false, cancel)
            : await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        return await query(new Session(Dialect, connection, transaction, cancel));
    }

    public async Task<T> Write<T>(Func<Session, Task<T>> act, CancellationToken cancel = default)
    {
        var single = Dialect.IsSqlite;
        if (single)
        {
            await _writer.WaitAsync(cancel);
        }

        try
        {
            await using var connection = await Dialect.OpenAsync(cancel);
            await using var transaction = await Dialect.BeginAsync(connection, write: true, cancel);
            var result = await act(new Session(Dialect, connection, transaction, cancel));
            await transaction.CommitAsync(cancel);
            return result;
        }
        finally
        {
            if (single)
            {
                _writer.Release();
            }
        }
    }

    public Task Write(Func<Session, Task> act, CancellationToken cancel = default) => Write(
        async session =>
        {
            await act(session);
            return 0;
        },
        cancel);

    /// <summary>
    /// Like <see cref="Write{T}"/>, but gives up at once (false) when SQLite's writer is busy in this process: for what is nice to have written, such as progress.
    /// </summary>
    public async Task<bool> TryWrite(Func<Session, Task> act, CancellationToken cancel = default)
    {
        if (Dialect.IsSqlite && _writer.CurrentCount == 0)
        {
            return false;
        }

        await Write(act, cancel);
        return true;
    }

    /// <summary>Writes a consistent copy of an embedded database into a file that does not exist yet. Throws for an engine that cannot.</summary>
    public Task CopyTo(string file, CancellationToken cancel = default) => Read(
        s => s.Execute(Dialect.CopyInto ?? throw new InvalidOperationException(Dialect.Name + " is copied by its own tools"), new { file }), cancel);

    public async ValueTask DisposeAsync()
    {
        _writer.Dispose();
        if (Dialect is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}

/// <summary>A connection, inside a transaction when it came from <see cref="Db.Write{T}"/>: what a module class runs its SQL on.</summary>
public sealed class Session(Dialect dialect, DbConnection connection, DbTransaction? transaction, CancellationToken cancel)
{
    private Journey? _journey;

    public Dialect Dialect => dialect;
    public CancellationToken Cancel => cancel;

    /// <summary>A list parameter for the token <c>{any:name}</c>.</summary>
    public object List<T>(IEnumerable<T> values) => dialect.List(values);

    public async Task<List<T>> Query<T>(string sql, object? args = null) => _journey is { } j ? await j.Query<T>(sql, args) : (await connection.QueryAsync<T>(Command(sql, args))).AsList();
    public Task<T?> One<T>(string sql, object? args = null) => _journey is { } j ? j.One<T>(sql, args) : connection.QueryFirstOrDefaultAsync<T?>(Command(sql, args));
    public Task<int> Execute(string sql, object? args = null) => _journey is { } j ? j.Execute(sql, args) : connection.ExecuteAsync(Command(sql, args));

    /// <summary>
    /// Asks questions that do not need each other's answers, and what follows from them, in one journey to the server each: <c>await s.Together(async t =&gt; { var (a, b) = (One(t), Other(t)); return (await a,
    /// await b); })</c>. A page asks dozens, and the way there costs more than most answers. An engine inside the process, or one that knows no batch, is asked one after the other. Inside only Query,
    /// One, Execute and Lock of <c>t</c> may be awaited; what is executed must return no rows.
    /// </summary>
    public async Task<T> Together<T>(Func<Session, Task<T>> ask)
    {
        if (_journey is not null || !connection.CanCreateBatch)
        {
            return await ask(this);
        }

        var together = new Journey(connection, transaction, dialect, cancel);
        return await together.Until(ask(new Session(dialect, connection, transaction, cancel) { _journey = together }));
    }

    /// <summary>The same of acts.</summary>
    public Task Together(Func<Session, Task> act) => Together(async t =>
    {
        await act(t);
        return 0;
    });

    /// <summary>Holds the named lock until the transaction ends (on SQLite the writer's turn is the lock).</summary>
    public async Task Lock(string name)
    {
        if (dialect.AdvisoryLock is { } sql)
        {
            await (_journey?.Wait(sql, new { name }) ?? connection.ExecuteAsync(Command(sql, new { name })));
        }
    }

    /// <summary>Bulk load; the caller writes cells in the order of <paramref name="columns"/> and calls <see cref="BulkWriter.Complete"/>.</summary>
    public BulkWriter BulkInto(string table, params IReadOnlyList<string> columns) => dialect.Writer(connection, table, columns);

    /// <summary>Bulk read of a query without parameters; only validated literals may be put into its text.</summary>
    public BulkReader BulkFrom(string query) => dialect.Reader(connection, query);

    /// <summary>Makes an empty temporary table for the rest of the transaction.</summary>
    public Task Scratch(string name, string columns) => dialect.IsSqlite
        ? Execute($"drop table if exists temp.{name}; {{scratch}} {name} ({columns})")
        : Execute($"drop table if exists pg_temp.{name}; {{scratch}} {name} ({columns}) on commit drop");

    public Task Analyze(string table) => Execute(dialect.Analyze(table));

    /// <summary>
    /// Tells PostgreSQL of rows that this transaction wrote in bulk, before it asks over them: a table that it believes empty it joins by going through it for each row. SQLite keeps no such belief.
    /// </summary>
    public Task AnalyzeBulk(string table) => dialect.IsSqlite ? Task.CompletedTask : Analyze(table);

    public Task<IReadOnlyList<TableKeys>> Catalogue() => dialect.CatalogueAsync(connection);

    private CommandDefinition Command(string sql, object? args) => new(dialect.Translate(sql), args, transaction, cancellationToken: cancel);
}
