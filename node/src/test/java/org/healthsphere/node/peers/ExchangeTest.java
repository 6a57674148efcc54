package org.healthsphere.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.healthsphere.federation.PeerReply.Replied;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.MemberTrust;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExchangeTest {
    private static final Bytes ANSWER = Bytes.utf8("answer");

    private final Network network = new Network();
    private final MemberIdentity north = network.member("north");
    private final MemberIdentity south = network.member("south");

    @AfterEach
    void close() {
        network.close();
    }

    /** On a busy machine whoever asks may not get on before all of the answer has come. */
    @Test
    void an_answer_that_is_there_before_the_asker_gets_on_is_not_lost() throws TimeoutException {
        var served = network.serve(south, _ -> Outcome.of(ANSWER));
        var tls = tls();
        var options = new HttpClientOptions().setVerifyHost(false);
        tls.configure(options, CertificateUse.TLS_SERVER, _ -> {});
        var line = heldUp(HttpClientAgent.class, network.vertx.createHttpClient(options));
        var known =
                new Exchange.Known(new Breaker(Network.LIMITS, network.clock), new AnswerTimes(Network.LIMITS.hedge()));
        var exchange =
                new Exchange(network.vertx, new Exchange.Lines(line, line), tls, known, Network.LIMITS, network.clock);
        var reply = exchange.ask(new Exchange.Question(served, Bytes.utf8("question"), false), Duration.ofMinutes(2));
        assertThat(reply.await(90, TimeUnit.SECONDS)).isEqualTo(new Replied(ANSWER, Duration.ZERO));
    }

    private PeerTls tls() {
        var trust = new MemberTrust(north.authority());
        return new PeerTls(
                north,
                (chain, use) -> trust.verify(chain, network.authority.revocations(), use, network.clock.instant()),
                new SecureRandom());
    }

    /** Gives futures, each of whose steps is over before the next one can be said. */
    private static <T> T heldUp(Class<T> type, Object real) {
        var proxy = Proxy.newProxyInstance(
                ExchangeTest.class.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    var result = called(real, method, arguments);
                    return result instanceof Future<?> future ? heldUp(Future.class, over(future)) : result;
                });
        return type.cast(proxy);
    }

    private static Object called(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Future<?> over(Future<?> future) throws TimeoutException {
        var result = future.await(90, TimeUnit.SECONDS);
        if (result instanceof HttpClientResponse response) {
            response.end().await(90, TimeUnit.SECONDS);
        }
        return future;
    }
}
