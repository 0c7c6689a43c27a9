using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Papers;

namespace BaoPhu.Core.Documents;

/// <summary>
/// The signed paper that a message carries, with the leaflets that it names: opened when the message is sent, and sent when the message has left. A paper that was voided or replaced in between stops its message.
/// </summary>
public sealed class SentPapers(Papers papers) : IMessageAttachments, IMessageFollower
{
    public async Task<IReadOnlyList<AttachedFile>> Open(Session s, Message message)
    {
        var files = new List<AttachedFile>();
        var leaflets = message.LeafletKeys.ToList();
        if (message.PaperNo is { } paperNo)
        {
            var paper = await Papers.Find(s, Scope.Nation, new PaperKey(message.SubjectId, paperNo));
            if (!paper.PaperState.IsSigned())
            {
                throw new Refusal("Messages.PaperNotSigned", paper.Called, Text.Of("Papers.State_" + paper.State));
            }

            leaflets.AddRange(paper.Answered.Library.Select(l => l.Key));
            foreach (var sheet in await Papers.Sheets(s, paper))
            {
                var form = Forms.FormBook.Find(sheet.Form);
                files.Add(new AttachedFile(Papers.FileName(paper, form), form.Format == Forms.FormFormat.Docx ? Leaflets.Docx : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", await PaperFile.Of(s, sheet)));
            }
        }

        foreach (var leaflet in leaflets.Distinct())
        {
            files.Add(await Leaflets.Open(s, leaflet));
        }

        return files;
    }

    public async Task Left(Session tx, Message message)
    {
        if (message.PaperNo is { } paperNo)
        {
            var by = await tx.One<User>($"select {Users.Columns} from idn_users u where u.user_id = @MadeBy", message);
            await papers.WentOut(tx, by?.Actor ?? Actor.System, new PaperKey(message.SubjectId, paperNo), message.Channel);
        }
    }
}
