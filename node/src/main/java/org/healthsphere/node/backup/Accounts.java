package org.healthsphere.node.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;

/** The file of accounts, in pieces: that of a patient is sealed with his key and is gone with it. */
final class Accounts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USERS = "users";
    private static final byte[] CONTEXT = Bytes.utf8("account in a backup").array();

    private Accounts() {}

    static List<Frame.Account> sealed(Bytes file, KeyRing keys) {
        try {
            return JSON.readTree(file.array())
                    .path(USERS)
                    .valueStream()
                    .map(user -> sealed(user, keys))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Frame.Account sealed(JsonNode user, KeyRing keys) {
        var patient = user.path("patient").asText("");
        var key = patient.isEmpty() ? KeyRing.NODE : keys.forPatient(patient);
        var plain = Bytes.utf8(user.toString()).array();
        return new Frame.Account(key, Bytes.of(keys.seal(key, plain, CONTEXT)));
    }

    /** The file again; without the accounts of those who were erased. */
    static Bytes file(List<Frame.Account> accounts, KeyRing keys) {
        var document = JsonNodeFactory.instance.objectNode();
        var users = document.putArray(USERS);
        accounts.forEach(account -> opened(account, keys).ifPresent(users::add));
        return Bytes.utf8(document.toPrettyString());
    }

    private static Optional<JsonNode> opened(Frame.Account account, KeyRing keys) {
        return keys.open(account.key(), account.content().array(), CONTEXT).map(plain -> {
            try {
                return JSON.readTree(plain);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
