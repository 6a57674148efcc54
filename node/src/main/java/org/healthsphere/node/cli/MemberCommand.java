package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.consent.Directive.HandOver;
import org.healthsphere.node.joining.JoinDesk;
import org.healthsphere.node.network.Application;
import org.healthsphere.node.network.Publication;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie member}: what the operators of a network and of its members do about who takes part. */
@Command(
        name = "member",
        mixinStandardHelpOptions = true,
        description = "Who takes part in a network, and how that changes.",
        footer = {
            "",
            "The operator of a member, whose node runs:",
            "  hie member invite --config node.conf               lets one hospital apply here",
            "  hie member list --config node.conf                 members, applications, proposals",
            "  hie member propose --config node.conf DIGEST       brings an application before the members, and votes for it",
            "  hie member vote --config node.conf PROPOSAL",
            "  hie member suspend --config node.conf MEMBER       asks the members to suspend one of them",
            "",
            "The operator of the network:",
            "  hie member admit --data DIR application.json       until he has handed over, the founder admits",
            "  hie member hand-over --data DIR                    from then on the members decide, for good",
            "  hie member revoke --data DIR MEMBER"
        })
final class MemberCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description =
                    "Takes all certificates of a member back and suspends it. Every node learns of it from the ledger.")
    int revoke(
            @Parameters(paramLabel = "MEMBER", description = "The member's name in the network.") String member,
            @Mixin NetworkPlace network) {
        return said(
                network.authority()
                        .then(authority -> network.asFounder(
                                founder -> new Publication(authority, founder).expel(new NodeId(member)))),
                taken -> "%s is suspended; %d certificates were taken back.".formatted(member, taken));
    }

    @Command(
            name = "admit",
            mixinStandardHelpOptions = true,
            description = "Admits a hospital, as long as the founder has not handed over to the members.")
    int admit(@Parameters(paramLabel = "FILE", description = "Its application.") Path file, @Mixin NetworkPlace network)
            throws IOException {
        var application = Application.parse(Files.readString(file));
        return said(
                application.then(asked -> network.asFounder(founder -> founder.submit(JoinDesk.admission(asked)))
                        .map(_ -> asked)),
                asked -> asked.member() + " is admitted (" + asked.fingerprint()
                        + "); its keys are certified while 'hie ledger up' runs.");
    }

    @Command(
            name = "hand-over",
            mixinStandardHelpOptions = true,
            description =
                    "From now on the members decide who is one of them: more than half of them. There is no way back.")
    int handOver(@Mixin NetworkPlace network) {
        return said(
                network.founderId().then(self -> network.asFounder(founder -> founder.submit(new HandOver(self)))),
                _ -> "The members decide from now on.");
    }

    @Command(
            name = "invite",
            mixinStandardHelpOptions = true,
            description = "Lets one hospital apply here, and prints the invitation to give to it.")
    int invite(
            @Mixin OwnMember own,
            @Option(
                            names = "--base",
                            paramLabel = "URL",
                            description =
                                    "Where the hospital reaches this node: https://host:port; the node's own address unless given.")
                    @Nullable
                    String base,
            @Option(
                            names = "--days",
                            paramLabel = "N",
                            defaultValue = "7",
                            description = "How long it is good; ${DEFAULT-VALUE}.")
                    int days) {
        var order = JsonNodeFactory.instance.objectNode().put("days", days);
        return said(
                own.base(Optional.ofNullable(base))
                        .then(at -> own.post("/api/v1/membership/invitations", order.put("base", at))),
                invitation -> invitation.path("invitation").asText());
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the members, the applications that came in here, and the proposals.")
    int list(@Mixin OwnMember own) {
        return said(own.get("/api/v1/membership"), MembershipPage::of);
    }

    @Command(
            name = "propose",
            mixinStandardHelpOptions = true,
            description = "Brings an application before the members and votes for it.")
    int propose(
            @Mixin OwnMember own,
            @Parameters(arity = "0..1", paramLabel = "DIGEST", description = "An application of 'hie member list'.")
                    @Nullable
                    String digest,
            @Option(names = "--file", paramLabel = "FILE", description = "An application that was brought by hand.")
                    @Nullable
                    Path file)
            throws IOException {
        if ((digest == null) == (file == null)) {
            throw new ParameterException(command(), "give either the digest of an application, or --file");
        }
        var order = JsonNodeFactory.instance.objectNode();
        if (file == null) {
            order.put("application", digest);
        } else {
            order.put("brought", Files.readString(file));
        }
        return said(proposed(own, order), sentence -> sentence);
    }

    @Command(
            name = "suspend",
            mixinStandardHelpOptions = true,
            description = "Asks the members to suspend one of them, and votes for it.")
    int suspend(
            @Mixin OwnMember own,
            @Parameters(paramLabel = "MEMBER", description = "The member's name in the network.") String member) {
        return said(proposed(own, JsonNodeFactory.instance.objectNode().put("suspend", member)), sentence -> sentence);
    }

    @Command(name = "vote", mixinStandardHelpOptions = true, description = "This hospital is for a proposal.")
    int vote(
            @Mixin OwnMember own,
            @Parameters(paramLabel = "PROPOSAL", description = "A proposal of 'hie member list'.") String proposal) {
        return said(voted(own, proposal), sentence -> sentence);
    }

    @Command(
            name = "welcome",
            mixinStandardHelpOptions = true,
            description = "Prints the answer to an application, for a hospital that has no line to this node.")
    int welcome(
            @Mixin OwnMember own,
            @Parameters(paramLabel = "DIGEST", description = "An application of 'hie member list'.") String digest) {
        return said(own.get("/join/v1/applications/" + digest), JsonNode::toString);
    }

    /** A proposal, and this member's vote for it where votes count yet. */
    private static Outcome<String> proposed(OwnMember own, ObjectNode order) {
        return own.post("/api/v1/membership/proposals", order)
                .map(answer -> answer.path("proposal").asText())
                .then(proposal -> own.get("/api/v1/membership")
                        .then(state -> state.path("handedOver").asBoolean()
                                ? voted(own, proposal)
                                : Outcome.of("Proposed as " + proposal
                                        + ". The founder has not handed over: he admits with 'hie member admit'.")));
    }

    private static Outcome<String> voted(OwnMember own, String proposal) {
        var order = JsonNodeFactory.instance.objectNode().put("proposal", proposal);
        return own.post("/api/v1/membership/votes", order)
                .map(answer -> answer.path("decided").asBoolean()
                        ? "The vote decided " + proposal + "."
                        : "Voted for " + proposal + "; it needs more votes: hie member vote --config FILE " + proposal);
    }

    private <T> int said(Outcome<T> outcome, Function<T, String> sentence) {
        return Answers.of(outcome, command().getOut(), command().getErr(), sentence);
    }

    private CommandLine command() {
        return Optional.ofNullable(spec).orElseThrow().commandLine();
    }
}
