package org.healthsphere.node;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.healthsphere.node.cluster.tcp.OwnTls;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.node.fhir.Labelling;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.forward.Forwarding;
import org.healthsphere.node.http.forward.PassThrough;
import org.healthsphere.node.processes.Heads;
import org.healthsphere.node.processes.Processes;
import org.healthsphere.node.processes.Spread;
import org.healthsphere.node.release.AuditedReleases;
import org.healthsphere.node.release.ConsentGate;
import org.healthsphere.node.release.Pace;

/**
 * What a process does while another one of its node leads: it answers FHIR reads and searches from its own copy, as consent has it
 * that it follows itself, and takes everything else to the one that leads.
 */
final class Mirror implements Part {
    private final Closing closing = new Closing();
    private final Kept.Ground ground;
    private final Kept kept;
    private final Processes processes;
    private final Heads heads;
    private final OnLedger.Followed followed;
    private final Forwarding forwarding;
    private final Doors doors;

    private Mirror(Kept.Ground ground, Kept kept, Processes processes, Doors wanted) {
        this.ground = ground;
        this.kept = kept;
        this.processes = processes;
        this.heads = new Heads(processes);
        try {
            this.followed = OnLedger.Followed.open(ground, kept, closing);
            run(followed.follower()::run, followed.follower());
            run(followed.rotation()::runAsCopy, followed.rotation());
            run(heads::run, heads);
            var tls = new OwnTls(ground.doors(), ground.standing()::member);
            this.forwarding = closing.add(new Forwarding(ground.vertx(), tls::configure, heads::http));
            this.doors = new Doors(pass(wanted.peers(), heads::peers), passMllp(wanted.mllp()));
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    static Mirror open(Kept.Ground ground, Kept kept, Processes processes, Doors wanted) {
        return new Mirror(ground, kept, processes, wanted);
    }

    private void run(Runnable loop, AutoCloseable end) {
        Future<Boolean> running = ground.useCases().call(() -> {
            loop.run();
            return true;
        });
        closing.add(() -> {
            end.close();
            Node.awaitEnd(running);
        });
    }

    private OptionalInt passMllp(OptionalInt port) {
        return port.isPresent() ? OptionalInt.of(pass(port.getAsInt(), heads::mllp)) : OptionalInt.empty();
    }

    private int pass(int port, Supplier<Optional<Address>> to) {
        var address = new Address(ground.config().peers().host(), port);
        var passing = Node.await(PassThrough.listen(ground.vertx(), address, to));
        closing.add(() -> Node.awaitEnd(passing.close()));
        return passing.port();
    }

    @Override
    public boolean leads() {
        return false;
    }

    @Override
    public Doors doors() {
        return doors;
    }

    @Override
    public void listensAt(int port) {
        // Whatever tells where it is reached is told by the one that leads.
    }

    @Override
    public boolean maySpread() {
        return false;
    }

    @Override
    public List<Routes> features() {
        var environment = ground.environment();
        var gate = new ConsentGate(
                        followed.view(),
                        kept.store(),
                        kept.index(),
                        new AuditedReleases(kept.audit()),
                        environment.clock())
                .paced(Pace.every(Pace.USUAL, System::nanoTime));
        var behind = new FhirFeature.Behind(
                kept,
                gate,
                Exchange.Linking.within(kept.store(), environment.random()),
                Entry.tokens(ground.identity(), environment),
                Map::of,
                kept.published().operations(environment.clock(), Features.VERSION),
                Labelling.NONE,
                Optional.empty());
        var fhir = new FhirFeature(ground.config(), behind, ground.useCases(), environment, Optional.empty());
        return List.of(
                new MirrorHealth(kept, processes, followed),
                new Spread(processes, heads, forwarding, ground.useCases()),
                fhir.routes());
    }

    @Override
    public void close() {
        closing.close();
    }
}
