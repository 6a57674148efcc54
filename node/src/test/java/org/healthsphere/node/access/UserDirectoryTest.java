package org.healthsphere.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserDirectoryTest {
    private static final Password PASSWORD = new Password("correct horse battery");

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private final Passwords passwords = new Passwords(random, 1_000);

    @Test
    void users_are_there_after_a_restart() {
        var added = open().add(patient("ada")).orElseThrow();
        var reopened = open();
        assertThat(reopened.users()).containsExactly(added);
        assertThat(reopened.authenticate("ada", PASSWORD)).contains(added);
    }

    @Test
    void what_another_process_adds_counts_from_the_next_call_on() {
        var running = open();
        var first = running.add(patient("ada")).orElseThrow();
        var second = open().add(patient("ben")).orElseThrow();
        assertThat(running.authenticate("ben", PASSWORD)).contains(second);
        assertThat(running.withId(second.id())).contains(second);
        var third = running.add(patient("cem")).orElseThrow();
        assertThat(open().users()).containsExactly(first, second, third);
    }

    @Test
    void a_file_that_another_process_spoils_changes_nothing() throws Exception {
        var running = open();
        var added = running.add(patient("ada")).orElseThrow();
        Files.writeString(file(), "{");
        assertThat(running.users()).containsExactly(added);
    }

    @Test
    void a_login_name_is_the_same_in_upper_and_lower_case() {
        var directory = open();
        var added = directory.add(patient("Ada")).orElseThrow();
        assertThat(directory.authenticate("aDA", PASSWORD)).contains(added);
        assertThat(directory.add(patient("ADA")))
                .isEqualTo(Outcome.failed(new Fault.Conflict("this login name is taken")));
    }

    @Test
    void a_wrong_password_and_an_unknown_name_are_nobody() {
        var directory = open();
        var added = directory.add(patient("ada")).orElseThrow();
        assertThat(directory.authenticate("ada", new Password("wrong"))).isEmpty();
        assertThat(directory.authenticate("eve", PASSWORD)).isEmpty();
        assertThat(directory.find("ada")).contains(added);
    }

    @Test
    void only_the_node_may_read_the_file_and_no_password_is_in_it() throws Exception {
        assertThat(open().add(patient("ada"))).isInstanceOf(Outcome.Success.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file())).contains("pbkdf2-sha256$").doesNotContain(PASSWORD.clear());
    }

    @Test
    void an_account_that_cannot_be_is_not_opened() {
        var directory = open();
        var tooShort = new Password("too short");
        assertThat(directory.add(new NewUser("ada", "Ada", Role.AUDITOR, Optional.empty(), tooShort)))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(directory.add(new NewUser("a da", "Ada", Role.AUDITOR, Optional.empty(), PASSWORD)))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(directory.add(new NewUser("ada", "Ada", Role.PATIENT, Optional.empty(), PASSWORD)))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(directory.add(new NewUser("ada", "Ada", Role.CLINICIAN, Optional.of("1"), PASSWORD)))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(directory.add(new NewUser("ada", "Ada", Role.SYSTEM, Optional.empty(), PASSWORD)))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(directory.users()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"users\":[]} trailing",
                "{\"users\":[],\"more\":1}",
                "{\"users\":[{\"id\":\"1\"}]}",
                "{\"users\":[{\"id\":\"1\",\"login\":\"a\",\"name\":\"A\",\"role\":\"KING\",\"password\":\"x\"}]}",
                "{\"users\":[{\"id\":\"1\",\"login\":\"a\",\"name\":\"A\",\"role\":\"AUDITOR\",\"password\":\"x\"}]}",
                "{\"users\":[{\"id\":\"1\",\"login\":\"a\",\"name\":\"A\",\"role\":\"PATIENT\",\"password\":\"x\"}]}"
            })
    void a_file_that_is_not_understood_whole_is_refused(String content) throws Exception {
        Files.writeString(file(), content);
        assertThat(UserDirectory.open(file(), passwords, random)).isInstanceOf(Outcome.Failure.class);
    }

    private UserDirectory open() {
        return UserDirectory.open(file(), passwords, random).orElseThrow();
    }

    private Path file() {
        return folder.resolve("users.json");
    }

    private static NewUser patient(String login) {
        return new NewUser(login, "Ada Sample", Role.PATIENT, Optional.of("patient-1"), PASSWORD);
    }
}
