using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestFramework(typeof(DatabaseTestFramework))]

namespace ChatApp.E2E.Infrastructure.Databases;

/// <summary>xunit's own framework, but for this: it finds a test once for each database that it is marked with.</summary>
public sealed class DatabaseTestFramework : XunitTestFramework
{
    /// <summary>The trait that names the database of a test case; SQLite has none.</summary>
    public const string Trait = "Database";

    protected override ITestFrameworkDiscoverer CreateDiscoverer(Assembly assembly) =>
        new Discoverer(new XunitTestAssembly(assembly, configFileName: null, assembly.GetName().Version));

    private sealed class Discoverer(IXunitTestAssembly assembly) : XunitTestFrameworkDiscoverer(assembly)
    {
        protected override ValueTask<bool> FindTestsForMethod(
            IXunitTestMethod testMethod, ITestFrameworkDiscoveryOptions discoveryOptions, Func<ITestCase, ValueTask<bool>> discoveryCallback) =>
            base.FindTestsForMethod(testMethod, discoveryOptions, test => FindOnEachAsync(DatabasesOf(testMethod), test, discoveryCallback));

        private static IReadOnlyList<string> DatabasesOf(IXunitTestMethod test)
        {
            var type = test.TestClass.Class;
            if (type.IsDefined(typeof(PostgreSqlOnlyAttribute), inherit: true))
                return [TestedDatabase.PostgreSql];
            return type.IsDefined(typeof(EveryDatabaseAttribute), inherit: true) && !test.Method.IsDefined(typeof(SqliteOnlyAttribute), inherit: true)
                ? TestedDatabase.All
                : [TestedDatabase.Sqlite];
        }

        private static async ValueTask<bool> FindOnEachAsync(IReadOnlyList<string> databases, ITestCase test, Func<ITestCase, ValueTask<bool>> found)
        {
            foreach (var database in databases)
                if (!await found(database is TestedDatabase.Sqlite ? test : On(database, (XunitTestCase)test)))
                    return false;
            return true;
        }

        private static XunitTestCase On(string database, XunitTestCase test)
        {
            var (title, id) = ($"{test.TestCaseDisplayName} [{database}]", $"{test.UniqueID}-{database}");
            var traits = test.Traits.ToDictionary(trait => trait.Key, trait => trait.Value.ToHashSet());
            traits[Trait] = [database];
            return test is XunitDelayEnumeratedTheoryTestCase theory
                ? new XunitDelayEnumeratedTheoryTestCase(
                    test.TestMethod, title, id, test.Explicit, theory.SkipTestWithoutData, test.SkipExceptions, test.SkipReason, test.SkipType,
                    test.SkipUnless, test.SkipWhen, traits, test.SourceFilePath, test.SourceLineNumber, TimeoutOf(test))
                : new XunitTestCase(
                    test.TestMethod, title, id, test.Explicit, test.SkipExceptions, test.SkipReason, test.SkipType,
                    test.SkipUnless, test.SkipWhen, traits, test.TestMethodArguments, test.SourceFilePath, test.SourceLineNumber, TimeoutOf(test));
        }

        private static int? TimeoutOf(XunitTestCase test) => test.Timeout is 0 ? null : test.Timeout;
    }
}
