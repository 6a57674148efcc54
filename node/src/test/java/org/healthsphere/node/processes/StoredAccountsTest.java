package org.healthsphere.node.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.healthsphere.node.access.NewUser;
import org.healthsphere.node.access.Password;
import org.healthsphere.node.access.Passwords;
import org.healthsphere.node.access.User;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredAccountsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private final StoredAccounts shelf = new StoredAccounts(new InMemoryResourceStore(() -> NOW));

    private UserDirectory stored() {
        return UserDirectory.open(shelf, new Passwords(random), random).orElseThrow();
    }

    private UserDirectory inFile() {
        return UserDirectory.open(folder.resolve("users.json"), new Passwords(random), random)
                .orElseThrow();
    }

    private static NewUser user(String login, Role role, Optional<String> patient) {
        return new NewUser(login, "Somebody", role, patient, new Password("a long enough password"));
    }

    @Test
    void accounts_are_there_for_whoever_opens_the_store_and_for_who_has_it_open() {
        var one = stored();
        var other = stored();
        var added = one.add(user("ada", Role.OPERATOR, Optional.empty())).orElseThrow();
        assertThat(other.users()).containsExactly(added);
        assertThat(stored().find("ADA")).contains(added);
    }

    @Test
    void a_file_is_taken_in_but_for_taken_names_and_those_who_do_not_count() throws Exception {
        var there = stored().add(user("ada", Role.OPERATOR, Optional.empty())).orElseThrow();
        var file = inFile();
        var _ = file.add(user("Ada", Role.STEWARD, Optional.empty())).orElseThrow();
        var ben = file.add(user("ben", Role.STEWARD, Optional.empty())).orElseThrow();
        var _ = file.add(user("cem", Role.PATIENT, Optional.of("erased"))).orElseThrow();
        var bytes = Bytes.of(Files.readAllBytes(folder.resolve("users.json")));
        var directory = stored();
        assertThat(directory.takeIn(bytes, (User user) -> user.patient().isEmpty()))
                .isEqualTo(Outcome.of(1));
        assertThat(directory.takeIn(bytes, (User user) -> user.patient().isEmpty()))
                .isEqualTo(Outcome.of(0));
        assertThat(stored().users()).containsExactly(there, ben);
    }

    @Test
    void what_is_no_file_of_accounts_changes_nothing() {
        var directory = stored();
        assertThat(directory.takeIn(Bytes.utf8("{"), _ -> true)).isInstanceOf(Outcome.Failure.class);
        assertThat(directory.users()).isEmpty();
    }
}
