package org.healthsphere.node.passkeys;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;

/**
 * A patient with his passkeys.
 *
 * @param patient the id of his record here
 * @param handle what authenticators know him by: random, so that it says nothing
 */
record Owner(String patient, Bytes handle, List<Passkey> passkeys) {
    Owner {
        passkeys = List.copyOf(passkeys);
    }

    Optional<Passkey> find(String id) {
        return passkeys.stream().filter(passkey -> passkey.id().equals(id)).findFirst();
    }

    /** With this passkey, in the place of the one of the same id if there is one. */
    Owner with(Passkey passkey) {
        List<Passkey> all = new ArrayList<>(passkeys);
        var at = passkeys.stream().map(Passkey::id).toList().indexOf(passkey.id());
        if (at < 0) {
            all.add(passkey);
        } else {
            all.set(at, passkey);
        }
        return new Owner(patient, handle, all);
    }

    Owner without(String id) {
        return new Owner(
                patient,
                handle,
                passkeys.stream().filter(passkey -> !passkey.id().equals(id)).toList());
    }

    @Override
    public String toString() {
        return "Owner[" + passkeys.size() + "]";
    }
}
