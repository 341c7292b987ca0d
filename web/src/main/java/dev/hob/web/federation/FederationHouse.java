package dev.hob.web.federation;

import dev.hob.node.Node;
import dev.hob.node.people.SignUp;
import dev.hob.web.html.Parts;
import dev.hob.web.issue.Finding;
import dev.hob.web.repo.Found;
import java.util.function.Supplier;

/// All that this node shows other servers, and its pages about them, built together.
///
/// @param instances for who runs this node
public record FederationHouse(
        Documents documents,
        Discovery discovery,
        Inboxes inboxes,
        FollowPages follow,
        ElsewherePages elsewhere,
        OwnNotePages ownNotes,
        ReviewingPages reviewing,
        TicketEditPages ticketEdits,
        AskedPages asked,
        LettingPages letting,
        ForkingPages forking,
        OfferPages offers,
        FederationPages instances,
        GuestPages guests,
        BlockPages blocks,
        MovingPages moving,
        ReportPages reports) {
    /// Builds them.
    ///
    /// @param signUp who may join here
    public static FederationHouse of(
            Node node, Found found, Federating federating, Finding finding, Parts parts, Supplier<SignUp> signUp) {
        var speaking = federating.speaking();
        var across = federating.across();
        var moderation = federating.moderation();
        return new FederationHouse(
                new Documents(node, speaking, federating.fetching()),
                new Discovery(node, speaking, signUp),
                new Inboxes(speaking.map(it -> it.actors().home()), federating.inbox()),
                new FollowPages(found, speaking, federating.subscribing()),
                new ElsewherePages(across),
                new OwnNotePages(across),
                new ReviewingPages(across, parts),
                new TicketEditPages(across),
                new AskedPages(across),
                new LettingPages(found, across),
                new ForkingPages(across, federating.contributing()),
                new OfferPages(node, found, federating.contributing()),
                new FederationPages(node, moderation),
                new GuestPages(found, moderation),
                new BlockPages(moderation),
                new MovingPages(node, federating.moves()),
                new ReportPages(node, finding, moderation));
    }
}
