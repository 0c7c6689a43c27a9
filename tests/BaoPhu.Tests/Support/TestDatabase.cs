using BaoPhu.Core.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BaoPhu.Tests.Support;

/// <summary>The engine a test runs on. Every test of a query takes it as a parameter through <see cref="Engines"/>.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}

/// <summary>Both engines, for [ClassData(typeof(Engines))].</summary>
public sealed class Engines : TheoryData<Engine>
{
    public Engines()
    {
        Add(Engine.Sqlite);
        Add(Engine.Postgres);
    }
}

/// <summary>
/// A fresh, migrated and seeded database of its own for one test: a copy of a file, or of a template database on the server that BAOPHU_TEST_PG names
/// (./test starts one). Without that variable the tests on PostgreSQL are skipped by name.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static string? _sqliteTemplate;
    private static string? _postgresTemplate;

    private readonly string? _server;

    private TestDatabase(Db db, string target, TestClock clock, string? server = null) => (Db, Target, Clock, _server) = (db, target, clock, server);

    public Db Db { get; }

    /// <summary>What --db would take.</summary>
    public string Target { get; }

    /// <summary>Stands at 3 November 2021, 08:00 in Viet Nam until moved.</summary>
    public TestClock Clock { get; }

    public static async Task<TestDatabase> Create(Engine engine)
    {
        var clock = new TestClock();
        var name = "baophu_test_" + Guid.NewGuid().ToString("N");
        await Gate.WaitAsync();
        try
        {
            if (engine == Engine.Sqlite)
            {
                _sqliteTemplate ??= await SqliteTemplate(clock);
                var file = Path.Combine(Path.GetDirectoryName(_sqliteTemplate)!, name + ".db");
                File.Copy(_sqliteTemplate, file);
                return new(Db.At(file), file, clock);
            }

            var server = Environment.GetEnvironmentVariable("BAOPHU_TEST_PG");
            Assert.SkipWhen(string.IsNullOrEmpty(server), "BAOPHU_TEST_PG names no PostgreSQL server");
            _postgresTemplate ??= await PostgresTemplate(server!, clock);
            await Server(server!, $"create database {name} template {_postgresTemplate}");
            var target = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ConnectionString;
            return new(Db.At(target), target, clock, server);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>On a server of the test's own.</summary>
    public static async Task<TestDatabase> On(string server)
    {
        var clock = new TestClock();
        var target = new NpgsqlConnectionStringBuilder(server) { Database = await PostgresTemplate(server, clock) }.ConnectionString;
        return new(Db.At(target), target, clock, server);
    }

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        if (_server is not null)
        {
            var name = new NpgsqlConnectionStringBuilder(Target).Database;
            await Server(_server, $"drop database if exists {name} with (force)");
        }
        else
        {
            SqliteConnection.ClearAllPools();
            foreach (var suffix in (string[])["", "-wal", "-shm"])
            {
                File.Delete(Target + suffix);
            }
        }
    }

    private static async Task<string> SqliteTemplate(TestClock clock)
    {
        var folder = Path.Combine(Path.GetTempPath(), "baophu-tests-" + Environment.ProcessId);
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "template.db");
        await using (var db = Db.At(file))
        {
            await Installation.Create(db, clock);
            await db.Write(s => s.Execute("select 1"));
        }

        SqliteConnection.ClearAllPools();
        return file;
    }

    private static async Task<string> PostgresTemplate(string server, TestClock clock)
    {
        var name = "baophu_template_" + Guid.NewGuid().ToString("N");
        await Server(server, "create database " + name);
        await using (var db = Db.At(new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false }.ConnectionString))
        {
            await Installation.Create(db, clock);
        }

        return name;
    }

    private static async Task Server(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A clock that stands still until a test moves it.</summary>
public sealed class TestClock : TimeProvider
{
    public DateTimeOffset Moment { get; set; } = new(2021, 11, 3, 8, 0, 0, TimeSpan.FromHours(7));

    public override DateTimeOffset GetUtcNow() => Moment.ToUniversalTime();
}
