using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;

var app = House.Build(args);
try
{
    await House.Prepare(app);
}
catch (Exception lost) when (app.Services.GetRequiredService<BaoPhu.Core.Data.Db>().Dialect.IsLost(lost))
{
    await Console.Error.WriteLineAsync(Text.Of("Common.DatabaseLost"));
    await Console.Error.WriteLineAsync(lost.Message);
    return 1;
}

await app.RunAsync();
return 0;
