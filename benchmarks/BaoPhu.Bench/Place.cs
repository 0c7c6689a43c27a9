using BaoPhu.Core;
using BaoPhu.Core.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BaoPhu.Bench;

/// <summary>Where the benchmarks work: a folder of their own, and the PostgreSQL server that BAOPHU_TEST_PG names (./bench starts one).</summary>
internal sealed class Place : IDisposable
{
    public Place()
    {
        Directory.CreateDirectory(Folder);
        Server = Environment.GetEnvironmentVariable("BAOPHU_TEST_PG") is { Length: > 0 } server ? server : null;
    }

    public string Folder { get; } = Path.Combine(Environment.GetEnvironmentVariable("BAOPHU_BENCH_DIR") ?? Path.GetTempPath(), "baophu-bench");

    /// <summary>Null: no server; the rows for PostgreSQL are left out and that is said.</summary>
    public string? Server { get; }

    public IEnumerable<string> Engines => ((string[])["PostgreSQL", "SQLite"]).Where(e => (Only ?? e) == e && (e == "SQLite" || Server is not null));

    /// <summary>The one engine to measure; null: both.</summary>
    public string? Only { get; init; }

    /// <summary>A database of the name with schema and reference data, empty of everything else.</summary>
    public async Task<(Db Db, string Target)> Fresh(string engine, string name)
    {
        var target = await Empty(engine, name);
        var db = Db.At(target);
        await Installation.Create(db, TimeProvider.System);
        return (db, target);
    }

    /// <summary>An existing database, or null.</summary>
    public async Task<string?> Existing(string engine, string name)
    {
        if (engine == "SQLite")
        {
            return File.Exists(SqliteFile(name)) ? SqliteFile(name) : null;
        }

        await using var connection = await Open("postgres");
        await using var command = new NpgsqlCommand("select count(*) from pg_database where datname = $1", connection) { Parameters = { new() { Value = name } } };
        return (long)(await command.ExecuteScalarAsync())! > 0 ? new NpgsqlConnectionStringBuilder(Server) { Database = name }.ConnectionString : null;
    }

    public async Task<string> Empty(string engine, string name)
    {
        if (engine == "SQLite")
        {
            SqliteConnection.ClearAllPools();
            foreach (var suffix in (string[])["", "-wal", "-shm"])
            {
                File.Delete(SqliteFile(name) + suffix);
            }

            return SqliteFile(name);
        }

        NpgsqlConnection.ClearAllPools();
        await using var connection = await Open("postgres");
        foreach (var sql in (string[])[$"drop database if exists {name} with (force)", $"create database {name}"])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }

        return new NpgsqlConnectionStringBuilder(Server) { Database = name }.ConnectionString;
    }

    /// <summary>What a server does by itself while nobody waits: dead rows are taken away, pages marked as seen by all, statistics taken. Nothing on SQLite.</summary>
    public async Task Settle(string engine, string name)
    {
        if (engine == "PostgreSQL")
        {
            await using var connection = await Open(name);
            await using var command = new NpgsqlCommand("vacuum analyze", connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task Drop(string engine, string name)
    {
        if (engine == "SQLite")
        {
            await Empty(engine, name);
            return;
        }

        NpgsqlConnection.ClearAllPools();
        await using var connection = await Open("postgres");
        await using var command = new NpgsqlCommand($"drop database if exists {name} with (force)", connection);
        await command.ExecuteNonQueryAsync();
    }

    public string SqliteFile(string name) => Path.Combine(Folder, name + ".db");

    /// <summary>Arguments by which psql reaches a database of the server.</summary>
    public IReadOnlyList<string> Psql(string name)
    {
        var server = new NpgsqlConnectionStringBuilder(Server);
        return ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", server.Host!, "-p", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "-U", server.Username!, "-d", name];
    }

    private async Task<NpgsqlConnection> Open(string database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Database = database, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
    }
}
