package org.healthsphere.node.web.account;

import java.util.Optional;
import org.healthsphere.node.access.Proven.Way;

/**
 * Who sits there proves anew who he is.
 *
 * @param options what a passkey is asked, for who came in with one
 * @param next where he goes on
 * @param problem names the text of what went wrong; empty before the first try
 */
public record ConfirmView(Way way, String options, String next, String problem) {
    static ConfirmView first(Way way, String options, Optional<String> next) {
        return new ConfirmView(way, options, next.orElse("/account"), "");
    }

    ConfirmView with(String other) {
        return new ConfirmView(way, options, next, other);
    }
}
