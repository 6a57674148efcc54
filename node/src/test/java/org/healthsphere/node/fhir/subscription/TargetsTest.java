package org.healthsphere.node.fhir.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.node.fhir.subscription.Targets.Endpoints;
import org.healthsphere.node.fhir.subscription.Targets.Policy;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
    private static final String PUBLIC = "93.184.215.14";

    private static Targets targets(Endpoints endpoints, List<String> hosts, String... addresses) {
        return new Targets(new Policy(endpoints, hosts), _ -> {
            var all = new ArrayList<InetAddress>();
            for (var address : addresses) {
                all.add(InetAddress.getByName(address));
            }
            if (all.isEmpty()) {
                throw new UnknownHostException("none");
            }
            return all;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "192.0.0.8",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fdff::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001:0:7f00:1::",
                "::7f00:1"
            })
    void an_address_inside_is_none_of_the_internet(String address) throws Exception {
        assertThat(Targets.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.215.14",
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.1",
                "2606:4700::1",
                "2001:4860:4860::8888"
            })
    void an_address_outside_is_one_of_the_internet(String address) throws Exception {
        assertThat(Targets.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://subscriber.example/notify?to=me",
        "https://subscriber.example:8443/",
        "HTTPS://SUBSCRIBER.example"
    })
    void an_endpoint_is_an_https_url(String endpoint) throws Exception {
        assertThat(targets(Endpoints.PUBLIC, List.of(), PUBLIC).check(endpoint))
                .isEqualTo(Outcome.of(new URI(endpoint)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|is an absolute URL",
                "/notify|is an absolute URL",
                "https://a b/|is an absolute URL",
                "http://subscriber.example/|is an https URL here",
                "ftp://subscriber.example/|is an https URL here",
                "file:///etc/passwd|is an https URL here",
                "mailto:somebody@subscriber.example|is an https URL here",
                "https:///notify|names a host, and a port only if it is another than the usual one",
                "https://subscriber.example:0/|names a host, and a port only if it is another than the usual one",
                "https://subscriber.example:70000/|names a host, and a port only if it is another than the usual one",
                "https://me:secret@subscriber.example/|has neither a user nor a fragment: use Subscription.channel.header for secrets",
                "https://subscriber.example/#x|has neither a user nor a fragment: use Subscription.channel.header for secrets"
            })
    void anything_else_is_refused(String endpoint, String why) {
        assertThat(targets(Endpoints.PUBLIC, List.of(), PUBLIC).check(endpoint))
                .isEqualTo(Outcome.failed(new Fault.Invalid(why)));
    }

    @Test
    void a_name_that_also_means_an_address_inside_is_refused() {
        var refusal = "is at a private address, where this server sends nothing";
        assertThat(targets(Endpoints.PUBLIC, List.of(), PUBLIC, "10.1.1.1").check("https://subscriber.example/"))
                .isEqualTo(Outcome.failed(new Fault.Invalid(refusal)));
    }

    @Test
    void a_name_that_means_something_else_by_now_is_refused_when_it_is_called() {
        var endpoint = URI.create("https://subscriber.example/");
        assertThat(targets(Endpoints.PUBLIC, List.of(), "127.0.0.1").address(endpoint))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class, f -> assertThat(f.fault()).isInstanceOf(Fault.Forbidden.class));
    }

    @Test
    void a_name_that_means_nothing_now_may_mean_something_later() {
        var nowhere = targets(Endpoints.PUBLIC, List.of());
        var endpoint = URI.create("https://subscriber.example/");
        assertThat(nowhere.check(endpoint.toString())).isEqualTo(Outcome.of(endpoint));
        assertThat(nowhere.address(endpoint))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the host of the endpoint")));
    }

    @Test
    void numbers_that_mean_an_address_inside_are_refused() {
        var system = new Targets(Policy.USUAL, Targets.Names.SYSTEM);
        assertThat(List.of("https://127.0.0.1/", "https://2130706433/", "https://[::1]/", "https://[::ffff:10.0.0.1]/"))
                .allSatisfy(endpoint -> assertThat(system.check(endpoint)).isInstanceOf(Outcome.Failure.class));
    }

    @Test
    void a_hospital_may_permit_its_own_addresses_and_for_trials_no_tls() throws Exception {
        var inside = "http://subscriber.example/";
        assertThat(targets(Endpoints.PRIVATE, List.of(), "10.1.1.1").check("https://subscriber.example/"))
                .isEqualTo(Outcome.of(new URI("https://subscriber.example/")));
        assertThat(targets(Endpoints.PRIVATE, List.of(), "10.1.1.1").check(inside))
                .isEqualTo(Outcome.failed(new Fault.Invalid("is an https URL here")));
        assertThat(targets(Endpoints.PLAIN, List.of(), "10.1.1.1").check(inside))
                .isEqualTo(Outcome.of(new URI(inside)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://hub.example/, true",
        "https://HUB.example/, true",
        "https://a.partner.example/, true",
        "https://partner.example/, false",
        "https://xpartner.example/, false",
        "https://hub.example.evil.example/, false"
    })
    void a_hospital_may_name_the_hosts_there_are(String endpoint, boolean named) {
        var targets = targets(Endpoints.PUBLIC, List.of("hub.example", "*.partner.example"), PUBLIC);
        assertThat(targets.check(endpoint) instanceof Outcome.Success).isEqualTo(named);
    }
}
