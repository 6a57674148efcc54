package org.healthsphere.node.config;

import java.math.BigDecimal;
import java.util.OptionalInt;

/** How single settings are written; what is written otherwise is an {@link IllegalArgumentException}. */
final class SettingForms {
    private static final int HIGHEST_PORT = 65_535;
    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

    private SettingForms() {}

    static OptionalInt portOrOff(String text) {
        if (text.equals("off")) {
            return OptionalInt.empty();
        }
        var port = Integer.parseInt(text);
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("not a port");
        }
        return OptionalInt.of(port);
    }

    static boolean onOrOff(String text) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("neither");
        };
    }

    static long micros(String text) {
        var micros = new BigDecimal(text).multiply(MICROS).longValueExact();
        if (micros <= 0) {
            throw new IllegalArgumentException("not above 0");
        }
        return micros;
    }
}
