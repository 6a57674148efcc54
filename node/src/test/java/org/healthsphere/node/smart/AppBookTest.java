package org.healthsphere.node.smart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.smart.App.Proof;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The apps of a node, in one file. */
class AppBookTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    private AppBook book() {
        return AppBook.open(folder.resolve("apps.json"), RANDOM).orElseThrow();
    }

    private static App app(String name, Proof proof, String... redirects) {
        return new App(
                "",
                name,
                proof,
                List.of(redirects),
                Optional.of("https://app.example.org/start"),
                Set.of("patient/*.rs", "openid"),
                Optional.of(new NodeId("south")),
                true);
    }

    @Test
    void what_is_registered_is_read_again_by_every_proof() {
        var book = book();
        for (var proof : List.of(
                new Proof.Nothing(),
                new Proof.Secret(Sha256.of("")),
                new Proof.Keys("{\"keys\":[]}"),
                new Proof.KeysAt("https://app.example.org/jwks"),
                new Proof.Certificate("urn:healthsphere:member:south"))) {
            var registered = book.register(app("App", proof, "https://app.example.org/back"))
                    .orElseThrow();
            assertThat(book().find(registered.app().id())).contains(registered.app());
            assertThat(registered.secret().isPresent()).isEqualTo(proof instanceof Proof.Secret);
        }
        assertThat(book().apps()).hasSize(5);
    }

    @Test
    void what_another_process_writes_counts_from_the_next_call_on() {
        var running = book();
        var id = book().register(app("App", new Proof.Nothing()))
                .orElseThrow()
                .app()
                .id();
        assertThat(running.glance(id)).isPresent();
        assertThat(book().remove(id)).isInstanceOf(Outcome.Success.class);
        assertThat(running.find(id)).isEmpty();
        assertThat(running.glance(id)).isEmpty();
    }

    private static String registered(AppBook book, String name) {
        return book.register(app(name, new Proof.Nothing())).orElseThrow().app().id();
    }

    @Test
    void what_somebody_changed_in_a_copy_of_the_file_is_taken_in_and_nothing_else() throws IOException {
        var path = folder.resolve("apps.json");
        var goes = registered(book(), "Goes");
        var stays = registered(book(), "Stays");
        var before = Bytes.of(Files.readAllBytes(path));
        var _ = book().remove(goes).orElseThrow();
        var comes = registered(book(), "Comes");
        var after = Bytes.of(Files.readAllBytes(path));

        var elsewhere = AppBook.open(folder.resolve("elsewhere.json"), RANDOM).orElseThrow();
        var _ = elsewhere.takeIn(Bytes.NONE, before).orElseThrow();
        var meanwhile = registered(elsewhere, "Meanwhile");
        var _ = elsewhere.takeIn(before, after).orElseThrow();
        assertThat(elsewhere.apps().stream().map(App::id)).containsExactlyInAnyOrder(stays, comes, meanwhile);

        var _ = elsewhere.remove(stays).orElseThrow();
        var _ = elsewhere.takeIn(after, after).orElseThrow();
        assertThat(elsewhere.find(stays)).as("nobody changed it in the copy").isEmpty();
        assertThat(elsewhere.takeIn(after, Bytes.utf8("{"))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void the_file_is_the_owners_alone_and_changes_as_a_whole() throws IOException {
        var book = book();
        var id = book.register(app("App", new Proof.Nothing()))
                .orElseThrow()
                .app()
                .id();
        var file = folder.resolve("apps.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        Files.writeString(file, "{\"apps\":[{");
        assertThat(book.find(id)).as("what cannot be read does not count").isPresent();
        assertThat(AppBook.open(file, RANDOM)).isInstanceOf(Outcome.Failure.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.org/back",
                "https://app.example.org:8443/back?x=1",
                "http://localhost:3000/back",
                "http://127.0.0.1/back",
                "com.example.app:/back",
                "com.example.app://back"
            })
    void a_place_that_is_the_apps_own_is_taken(String redirect) {
        assertThat(App.checked(app("App", new Proof.Nothing(), redirect))).isInstanceOf(Outcome.Success.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example.org/back",
                "https://app.example.org/back#x",
                "https://user@app.example.org/back",
                "javascript:alert(1)",
                "data:text/html,x",
                "app:/back",
                "/back",
                "https:///back",
                "not a url"
            })
    void a_place_that_may_be_anybodys_is_not(String redirect) {
        assertThat(App.checked(app("App", new Proof.Nothing(), redirect))).isInstanceOf(Outcome.Failure.class);
    }
}
