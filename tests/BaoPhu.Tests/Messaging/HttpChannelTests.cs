using System.Net;
using System.Text.Json;
using BaoPhu.Core.Messaging;
using BaoPhu.Rules.Messages;
using BaoPhu.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BaoPhu.Tests.Messaging;

/// <summary>Zalo ZNS and a carrier's gateway, against stand-ins on a real port that follow the published contract.</summary>
public sealed class HttpChannelTests
{
    private static readonly Message Sent = new() { SubjectId = 1, MessageId = new string('a', 32) };

    [Theory]
    [InlineData(0, ChannelVerdict.Accepted)]
    [InlineData(-108, ChannelVerdict.NotThere)]
    [InlineData(-118, ChannelVerdict.NotThere)]
    [InlineData(-115, ChannelVerdict.Down)]
    [InlineData(-124, ChannelVerdict.Down)]
    [InlineData(-133, ChannelVerdict.Later)]
    [InlineData(-137, ChannelVerdict.Refused)]
    public async Task Zalo_is_asked_by_its_contract_and_its_numbers_are_understood(int error, ChannelVerdict verdict)
    {
        JsonElement? asked = null;
        var token = "";
        await using var standIn = await StandIn.Start(app => app.MapPost("/message/template", async (HttpContext context) =>
        {
            token = context.Request.Headers["access_token"].ToString();
            asked = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            return Results.Json(error == 0 ? new { error = 0, message = "Success", data = new { msg_id = "m1" } } : (object)new { error, message = "no" });
        }));
        var zalo = Zalo(standIn);
        var answer = await zalo.Send(Envelope("0901 234 567"), TestContext.Current.CancellationToken);
        Assert.Equal(verdict, answer.Verdict);
        Assert.Equal("bi-mat", token);
        Assert.Equal(("84901234567", "t1", "Công ty Thử", Sent.MessageId), (
            asked!.Value.GetProperty("phone").GetString(), asked.Value.GetProperty("template_id").GetString(), asked.Value.GetProperty("template_data").GetProperty("ten_don_vi").GetString(), asked.Value.GetProperty("tracking_id").GetString()));
        if (error == -133)
        {
            // Night: it comes again when the night is over.
            Assert.True(answer.NotBefore is not null);
        }
    }

    [Theory]
    [InlineData(401, ChannelVerdict.Down)]
    [InlineData(429, ChannelVerdict.Down)]
    [InlineData(503, ChannelVerdict.Down)]
    [InlineData(500, ChannelVerdict.Unsure)]
    [InlineData(400, ChannelVerdict.Refused)]
    public async Task A_fault_of_the_gateway_is_told_from_a_fault_of_the_message(int status, ChannelVerdict verdict)
    {
        await using var standIn = await StandIn.Start(app => app.MapPost("/message/template", () => Results.StatusCode(status)));
        Assert.Equal(verdict, (await Zalo(standIn).Send(Envelope("0901234567"), TestContext.Current.CancellationToken)).Verdict);
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_and_a_number_that_is_none_send_nothing()
    {
        await using var standIn = await StandIn.Start(_ => { });
        var address = standIn.Address;
        await standIn.DisposeAsync();
        var zalo = new ZaloChannel(new ZaloSettings(address, "x"), new HttpClient(), TimeProvider.System);
        Assert.Equal(ChannelVerdict.Down, (await zalo.Send(Envelope("0901234567"), TestContext.Current.CancellationToken)).Verdict);
        Assert.Equal(ChannelVerdict.NotThere, (await zalo.Send(Envelope("12"), TestContext.Current.CancellationToken)).Verdict);
    }

    [Fact]
    public async Task Zalo_is_asked_what_became_of_a_tracking_id()
    {
        await using var standIn = await StandIn.Start(app => app.MapGet("/status", (string tracking_id) => tracking_id[0] switch
        {
            'a' => Results.Json(new { error = 0, message = "ok", data = new { status = 1, msg_id = "m1" } }),
            'b' => Results.Json(new { error = 0, message = "ok", data = new { status = 0, msg_id = "m2" } }),
            'c' => Results.Json(new { error = -119, message = "message not found" }),
            _ => Results.StatusCode(500),
        }));
        var messages = "abcd".Select(c => Sent with { MessageId = new string(c, 32) }).ToList();
        var known = await Zalo(standIn).WhatBecame(messages, TestContext.Current.CancellationToken);
        Assert.Equal(
            [ChannelVerdict.Delivered, ChannelVerdict.Accepted, ChannelVerdict.NeverHad], messages.Take(3).Select(m => known[m.MessageId].Verdict));
        Assert.False(known.ContainsKey(messages[3].MessageId));
    }

    [Theory]
    [InlineData("00", ChannelVerdict.Accepted)]
    [InlineData("01", ChannelVerdict.NotThere)]
    [InlineData("02", ChannelVerdict.Refused)]
    [InlineData("09", ChannelVerdict.Later)]
    [InlineData("77", ChannelVerdict.Down)]
    public async Task An_SMS_goes_with_its_brand_and_the_carriers_codes_are_understood(string code, ChannelVerdict verdict)
    {
        JsonElement? asked = null;
        await using var standIn = await StandIn.Start(app => app.MapPost("/sms", async (HttpContext context) =>
        {
            Assert.Equal("Bearer bi-mat", context.Request.Headers.Authorization.ToString());
            asked = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            return Results.Json(new { code, reference = "r1" });
        }));
        var sms = new SmsChannel(new SmsSettings(new Uri(standIn.Address, "sms"), "bi-mat", "BHXH"), new HttpClient());
        Assert.Equal(verdict, (await sms.Send(Envelope("+84901234567"), TestContext.Current.CancellationToken)).Verdict);
        Assert.Equal(("BHXH", "84901234567", "No 1.000.000 dong"), (asked!.Value.GetProperty("brand").GetString(), asked.Value.GetProperty("phone").GetString(), asked.Value.GetProperty("text").GetString()));
        Assert.Empty(await sms.WhatBecame([Sent], TestContext.Current.CancellationToken));
    }

    private static ZaloChannel Zalo(StandIn standIn) => new(new ZaloSettings(standIn.Address, "bi-mat"), new HttpClient(), TimeProvider.System);

    private static Envelope Envelope(string phone) => new(
        Sent, phone, new MessageBody { Text = "No 1.000.000 dong", Sms = SmsText.Size("No 1.000.000 dong"), ZnsTemplate = "t1", ZnsData = new Dictionary<string, string> { ["ten_don_vi"] = "Công ty Thử" } }, [], "BHXH Quận 1");

    /// <summary>A server of the test's own on a free port.</summary>
    private sealed class StandIn(WebApplication app) : IAsyncDisposable
    {
        public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");

        public static async Task<StandIn> Start(Action<WebApplication> routes)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var app = builder.Build();
            routes(app);
            await app.StartAsync();
            return new(app);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
