package org.healthsphere.node.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.access.UserDirectory.Account;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.jspecify.annotations.Nullable;

/** The accounts as JSON. */
final class UserFile {
    private static final ShelvedJson<Document> JSON = new ShelvedJson<>(Document.class);

    private final Shelf shelf;

    UserFile(Shelf shelf) {
        this.shelf = shelf;
    }

    private record Document(@JsonProperty(required = true) List<Line> users) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Line(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String login,
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) Role role,
            @Nullable String patient,
            @Nullable String practitioner,
            @JsonProperty(required = true) String password) {}

    String stamp() {
        return shelf.stamp();
    }

    /** None where there never were any. */
    Outcome<List<Account>> read() {
        try {
            var bytes = shelf.read();
            return bytes.isEmpty() ? Outcome.of(List.of()) : read(bytes.get());
        } catch (UncheckedIOException _) {
            return unreadable();
        }
    }

    /** What another shelf holds. */
    static Outcome<List<Account>> read(Bytes accounts) {
        try {
            return accounts(JSON.read(accounts).users());
        } catch (IOException _) {
            return unreadable();
        }
    }

    private static Outcome<List<Account>> unreadable() {
        return Outcome.failed(new Fault.Invalid("the file of users cannot be read; restore it from a backup"));
    }

    void write(List<Account> accounts) {
        shelf.write(
                JSON.write(new Document(accounts.stream().map(UserFile::line).toList())));
    }

    private static Outcome<List<Account>> accounts(List<Line> lines) {
        Outcome<List<Account>> read = Outcome.of(new ArrayList<>());
        for (var line : lines) {
            read = read.then(done -> account(line).map(account -> {
                done.add(account);
                return done;
            }));
        }
        return read;
    }

    private static Outcome<Account> account(Line line) {
        try {
            var user = new User(
                    line.id,
                    line.login,
                    line.name,
                    line.role,
                    Optional.ofNullable(line.patient),
                    Optional.ofNullable(line.practitioner));
            return PasswordHash.parse(line.password).map(hash -> new Account(user, hash));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid("the file of users has an account that cannot be: " + line.id));
        }
    }

    private static Line line(Account account) {
        var user = account.user();
        return new Line(
                user.id(),
                user.login(),
                user.name(),
                user.role(),
                user.patient().orElse(null),
                user.practitioner().orElse(null),
                account.hash().text());
    }
}
