package org.healthsphere.node.fhir.subscription;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Where notifications may go. A subscriber names the endpoint, so without a rule he could make the node knock at doors inside of
 * the hospital: loopback, link-local and private addresses are refused unless the hospital says otherwise, when he subscribes and
 * again whenever something is sent, for names may mean another address by then.
 */
public final class Targets {
    private static final int LONGEST = 2_000;
    private static final int HIGHEST_PORT = 65_535;

    private final Policy policy;
    private final Names names;

    /** Which endpoints there may be. */
    public enum Endpoints {
        /** HTTPS, at addresses that anybody could reach. */
        PUBLIC,
        /** HTTPS, at any address. */
        PRIVATE,
        /** At any address, and without TLS as well. */
        PLAIN
    }

    /**
     * The hospital's rule.
     *
     * @param hosts to these only, each a name or {@code *.} and the end of one; empty: to any
     */
    public record Policy(Endpoints endpoints, List<String> hosts) {
        public static final Policy USUAL = new Policy(Endpoints.PUBLIC, List.of());

        public Policy {
            hosts = List.copyOf(hosts);
        }

        boolean lets(String host) {
            return hosts.isEmpty()
                    || hosts.stream()
                            .anyMatch(h -> h.startsWith("*.") ? host.endsWith(h.substring(1)) : host.equals(h));
        }
    }

    /** What the names of hosts mean. */
    @FunctionalInterface
    public interface Names {
        Names SYSTEM = host -> List.of(InetAddress.getAllByName(host));

        /** All addresses of a host, at least one. */
        List<InetAddress> of(String host) throws UnknownHostException;
    }

    public Targets(Policy policy, Names names) {
        this.policy = policy;
        this.names = names;
    }

    /** The endpoint; {@link Fault.Invalid} says in one problem why it is none that is called. */
    Outcome<URI> check(String text) {
        var endpoint = parsed(text);
        var wrong = endpoint.flatMap(this::objection);
        if (endpoint.isEmpty() || wrong.isPresent()) {
            return Outcome.failed(new Fault.Invalid(wrong.orElse("is an absolute URL")));
        }
        return switch (address(endpoint.get())) {
            case Outcome.Failure<InetAddress>(Fault.Forbidden(var ground)) -> Outcome.failed(new Fault.Invalid(ground));
            case Outcome.Failure<InetAddress> _, Outcome.Success<InetAddress> _ -> Outcome.of(endpoint.get());
        };
    }

    private static Optional<URI> parsed(String text) {
        try {
            return text.length() > LONGEST
                    ? Optional.empty()
                    : Optional.of(new URI(text)).filter(URI::isAbsolute);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private Optional<String> objection(URI endpoint) {
        var scheme = endpoint.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(scheme.equals("http") && policy.endpoints() == Endpoints.PLAIN)) {
            return Optional.of("is an https URL here");
        } else if (endpoint.getHost() == null || endpoint.getPort() > HIGHEST_PORT || endpoint.getPort() == 0) {
            return Optional.of("names a host, and a port only if it is another than the usual one");
        } else if (endpoint.getRawUserInfo() != null || endpoint.getRawFragment() != null) {
            return Optional.of("has neither a user nor a fragment: use Subscription.channel.header for secrets");
        }
        return policy.lets(endpoint.getHost().toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of("is at a host to which this server sends no notifications");
    }

    /**
     * Where the endpoint is now. {@link Fault.Forbidden} when nothing may be sent there: then it is so whichever of its addresses were
     * taken; {@link Fault.Unavailable} when its name means nothing.
     */
    public Outcome<InetAddress> address(URI endpoint) {
        if (objection(endpoint).isPresent()) {
            return Outcome.failed(new Fault.Forbidden("is no endpoint to which this server sends notifications"));
        }
        try {
            var all = names.of(bare(endpoint.getHost()));
            return policy.endpoints() == Endpoints.PUBLIC && !all.stream().allMatch(Targets::isPublic)
                    ? Outcome.failed(new Fault.Forbidden("is at a private address, where this server sends nothing"))
                    : Outcome.of(all.getFirst());
        } catch (UnknownHostException e) {
            return Outcome.failed(new Fault.Unavailable("the host of the endpoint"));
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether an address is one of the internet at large (RFC 6890). */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        var bytes = address.getAddress();
        return bytes.length == 4 ? isPublic4(bytes) : isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] address) {
        return !isWithin(address, 8, 0)
                && !isWithin(address, 10, 100, 64)
                && !isWithin(address, 24, 192, 0, 0)
                && !isWithin(address, 15, 198, 18)
                && !isWithin(address, 4, 240);
    }

    /** Global unicast, but for those that have an IPv4 address in them. */
    private static boolean isPublic6(byte[] address) {
        return isWithin(address, 3, 0x20)
                && !isWithin(address, 16, 0x20, 0x02)
                && !isWithin(address, 32, 0x20, 0x01, 0, 0);
    }

    private static boolean isWithin(byte[] address, int bits, int... prefix) {
        var whole = Arrays.copyOf(prefix, address.length);
        for (var i = 0; i < bits; i++) {
            var mask = 0x80 >> (i % 8);
            if ((address[i / 8] & mask) != (whole[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
