package org.healthsphere.node.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.access.UserDirectory.Account;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.jspecify.annotations.Nullable;

/** The accounts as JSON, replaced as a whole and readable by the node's own user only. */
final class UserFile {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path path;

    UserFile(Path path) {
        this.path = path;
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

    /** By which it is known that the file is another one than before: it is replaced as a whole. */
    record Stamp(Optional<FileTime> written, String key) {}

    Stamp stamp() {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(
                    Optional.of(attributes.lastModifiedTime()), attributes.fileKey() + " " + attributes.size());
        } catch (IOException _) {
            return new Stamp(Optional.empty(), "");
        }
    }

    Outcome<List<Account>> read() {
        try {
            return accounts(
                    JSON.readValue(Files.readAllBytes(path), Document.class).users());
        } catch (IOException _) {
            return Outcome.failed(new Fault.Invalid("the file of users cannot be read; restore it from a backup"));
        }
    }

    void write(List<Account> accounts) {
        var document = new Document(accounts.stream().map(UserFile::line).toList());
        var next = path.resolveSibling(path.getFileName() + ".next");
        try {
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(next, JSON.writeValueAsBytes(document));
            try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the file of users cannot be written", e);
        }
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
