using System.Net.Sockets;
using System.Reflection;
using ChatApp.Data;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ChatApp.Tests.Data;

/// <summary>The one rule for trouble. The codes are those of the providers' documents.</summary>
public sealed class DatabaseTroubleTests
{
    [Theory]
    [InlineData(5, "Locked")]
    [InlineData(6, "Locked")]
    [InlineData(8, "ReadOnly")]
    [InlineData(10, "Unreachable")]
    [InlineData(13, "Full")]
    [InlineData(14, "Unreachable")]
    [InlineData(26, "Unreachable")]
    [InlineData(1, null)]
    [InlineData(19, null)]
    public void SqliteTellsByResultCode(int code, string? kind) => Expect(kind, new SqliteException("No.", code));

    [Theory]
    [InlineData("08006", "Unreachable")]
    [InlineData("53300", "Unreachable")]
    [InlineData("57P01", "Unreachable")]
    [InlineData("57P03", "Unreachable")]
    [InlineData("28P01", "Unreachable")]
    [InlineData("3D000", "Unreachable")]
    [InlineData("58030", "Unreachable")]
    [InlineData("53100", "Full")]
    [InlineData("25006", "ReadOnly")]
    [InlineData("40P01", "Deadlocked")]
    [InlineData("40001", "Deadlocked")]
    [InlineData("55P03", "Locked")]
    [InlineData("57014", "Locked")]
    [InlineData("23505", null)]
    [InlineData("42P01", null)]
    [InlineData("22021", null)]
    public void PostgreSqlTellsBySqlState(string state, string? kind) => Expect(kind, new PostgresException("No.", "ERROR", "ERROR", state));

    [Fact]
    public void APostgreSqlConnectionThatBreaksIsUnreachable()
    {
        Expect("Unreachable", new NpgsqlException("Exception while reading from stream", new IOException()));
        Expect("Unreachable", new NpgsqlException("Failed to connect", new SocketException(111)));
        Expect("Unreachable", new NpgsqlException("The connection pool has been exhausted", new TimeoutException()));
        Expect(null, new NpgsqlException("A fault of ours"));
    }

    [Theory]
    [InlineData(-2, 11, "Locked")]
    [InlineData(1222, 16, "Locked")]
    [InlineData(1205, 13, "Deadlocked")]
    [InlineData(3960, 16, "Deadlocked")]
    [InlineData(3906, 16, "ReadOnly")]
    [InlineData(1105, 17, "Full")]
    [InlineData(9002, 17, "Full")]
    [InlineData(10054, 20, "Unreachable")]
    [InlineData(4060, 11, "Unreachable")]
    [InlineData(40613, 17, "Unreachable")]
    [InlineData(12345, 20, "Unreachable")]
    [InlineData(2627, 14, null)]
    [InlineData(208, 16, null)]
    public void SqlServerTellsByNumberAndClass(int number, byte severity, string? kind) => Expect(kind, SqlError(number, severity));

    [Fact]
    public void WhatEntityFrameworkWrapsIsSeenThrough()
    {
        var locked = new SqliteException("No.", 5);
        Expect("Locked", new DbUpdateException("No.", locked));
        Expect("Locked", new RetryLimitExceededException("No.", locked));
        Expect("Locked", new InvalidOperationException("No.", new DbUpdateException("No.", locked)));
        Expect(null, new InvalidOperationException("No."));
        Expect(null, new TimeoutException());
    }

    private static void Expect(string? kind, Exception exception)
    {
        Assert.Equal(kind, DatabaseTrouble.KindOf(exception)?.ToString());
        Assert.Equal(kind is not null, DatabaseTrouble.IsTrouble(exception));
    }

    // The provider lets nobody else make its exceptions.
    private static SqlException SqlError(int number, byte severity)
    {
        const BindingFlags hidden = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        var make = typeof(SqlError).GetConstructors(hidden).MinBy(constructor => constructor.GetParameters().Length)!;
        var values = make.GetParameters().Select(parameter => parameter.Name switch
        {
            "infoNumber" => number,
            "errorClass" => severity,
            _ => parameter.ParameterType == typeof(string) ? "" : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null,
        });
        var errors = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        typeof(SqlErrorCollection).GetMethod("Add", hidden)!.Invoke(errors, [make.Invoke([.. values])]);
        var create = typeof(SqlException).GetMethod("CreateException", hidden, [typeof(SqlErrorCollection), typeof(string)])!;
        return (SqlException)create.Invoke(null, [errors, "15.0"])!;
    }
}
