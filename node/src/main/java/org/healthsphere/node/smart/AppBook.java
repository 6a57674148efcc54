package org.healthsphere.node.smart;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.smart.App.Proof;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.RandomId;
import org.healthsphere.specs.Sha256;

/**
 * The apps of one node, in one file of its data folder that only the node may read.
 *
 * <p>A change is on disk before the call returns, whole or not at all. What another process writes to the file, such as {@code hie
 * app register}, counts from the next call on; a file that is not understood does not, and the apps stay as they were.
 */
public final class AppBook {
    private static final int MOST = 2_000;
    private static final int SECRET_BYTES = 32;

    private final AppFile file;
    private final SecureRandom random;
    private final Map<String, App> apps = new ConcurrentHashMap<>();
    private volatile String stamp;

    private AppBook(AppFile file, SecureRandom random, List<App> known) {
        this.file = file;
        this.random = random;
        this.stamp = file.stamp();
        known.forEach(app -> apps.put(app.id(), app));
    }

    /** The apps of this file, none if there is no file yet; a file that is not understood whole is refused. */
    public static Outcome<AppBook> open(Path path, SecureRandom random) {
        return open(Shelf.in(path), random);
    }

    /** The apps of this shelf; what is not understood whole is refused. */
    public static Outcome<AppBook> open(Shelf shelf, SecureRandom random) {
        var file = new AppFile(shelf);
        return file.read().map(known -> new AppBook(file, random, known));
    }

    /** A secret with its app: it is told once, and not kept. */
    public record Registered(App app, Optional<String> secret) {
        @Override
        public String toString() {
            return "Registered[" + app.id() + "]";
        }
    }

    /** Takes in a new app under a name of its own. One that shares a secret is given it here. */
    public synchronized Outcome<Registered> register(App wanted) {
        refresh();
        var secret = wanted.proof() instanceof Proof.Secret ? Optional.of(secret()) : Optional.<String>empty();
        var proof = secret.<Proof>map(s -> new Proof.Secret(Sha256.of(s))).orElseGet(wanted::proof);
        return App.checked(wanted.named("app-" + RandomId.draw(random)).proving(proof))
                .then(app -> {
                    if (apps.size() >= MOST) {
                        return Outcome.failed(new Fault.TooMany("no more than " + MOST + " apps"));
                    }
                    keep(app);
                    return Outcome.of(new Registered(app, secret));
                });
    }

    /** Takes in what somebody changed in a copy of this file: apps that came or are others now, and the end of those that went. */
    public synchronized Outcome<List<App>> takeIn(Bytes before, Bytes after) {
        refresh();
        return AppFile.read(before)
                .then(old -> AppFile.read(after).then(now -> {
                    var all = new LinkedHashMap<>(apps);
                    var left = now.stream().map(App::id).collect(Collectors.toSet());
                    old.stream().map(App::id).filter(id -> !left.contains(id)).forEach(all::remove);
                    now.stream().filter(app -> !old.contains(app)).forEach(app -> all.put(app.id(), app));
                    if (all.size() > MOST) {
                        return Outcome.failed(new Fault.TooMany("no more than " + MOST + " apps"));
                    }
                    if (!all.equals(apps)) {
                        write(all);
                    }
                    return Outcome.of(List.copyOf(all.values()));
                }));
    }

    /** Puts what is known of an app in place of what was. */
    synchronized Outcome<App> replace(App app) {
        refresh();
        return App.checked(app).map(checked -> {
            keep(checked);
            return checked;
        });
    }

    public synchronized Outcome<App> remove(String id) {
        refresh();
        var all = new LinkedHashMap<>(apps);
        var gone = Optional.ofNullable(all.remove(id));
        gone.ifPresent(_ -> write(all));
        return gone.map(Outcome::of).orElseGet(() -> Outcome.failed(new Fault.NotFound("app of this name")));
    }

    public synchronized List<App> apps() {
        refresh();
        return apps.values().stream()
                .sorted((a, b) -> a.name().compareToIgnoreCase(b.name()))
                .toList();
    }

    public synchronized Optional<App> find(String id) {
        refresh();
        return Optional.ofNullable(apps.get(id));
    }

    /** The same for where nobody may wait: it looks at the file's time, and reads the file when that has changed. */
    Optional<App> glance(String id) {
        if (!file.stamp().equals(stamp)) {
            return find(id);
        }
        return Optional.ofNullable(apps.get(id));
    }

    /** What a member registered under this URI and name. */
    synchronized Optional<App> certified(String uri, String name) {
        refresh();
        return apps.values().stream()
                .filter(app -> app.proof().equals(new Proof.Certificate(uri))
                        && app.name().equals(name))
                .findFirst();
    }

    private void refresh() {
        var now = file.stamp();
        if (!now.equals(stamp) && file.read() instanceof Outcome.Success<List<App>>(var read)) {
            take(read);
            stamp = now;
        }
    }

    private void keep(App app) {
        var all = new LinkedHashMap<>(apps);
        all.put(app.id(), app);
        write(all);
    }

    private void write(Map<String, App> all) {
        file.write(List.copyOf(all.values()));
        take(List.copyOf(all.values()));
        stamp = file.stamp();
    }

    /** Nobody sees the book without an app that stays in it. */
    private void take(List<App> all) {
        all.forEach(app -> apps.put(app.id(), app));
        apps.keySet().retainAll(all.stream().map(App::id).toList());
    }

    private String secret() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Bytes.of(bytes).base64url();
    }
}
