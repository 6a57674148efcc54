package org.healthsphere.node.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Lets people in by name and password.
 *
 * <p>Five wrong passwords lock a name for a quarter of an hour, whether there is such a user or not; fifty from one address lock
 * the address. No more than two passwords are hashed at once: signing in cannot take the machine from those who are in.
 */
public final class SignIn {
    private static final int TRIES_PER_NAME = 5;
    private static final int TRIES_PER_ADDRESS = 50;
    private static final int AT_ONCE = 2;
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final UserDirectory users;
    private final Predicate<User> byPassword;
    private final Attempts names;
    private final Attempts addresses;
    private final Semaphore hashing = new Semaphore(AT_ONCE, true);

    public SignIn(UserDirectory users, InstantSource clock) {
        this(users, _ -> true, clock);
    }

    /** @param byPassword whose password opens anything: not that of somebody who has a better proof of who he is */
    public SignIn(UserDirectory users, Predicate<User> byPassword, InstantSource clock) {
        this.users = users;
        this.byPassword = byPassword;
        this.names = new Attempts(TRIES_PER_NAME, WINDOW, clock);
        this.addresses = new Attempts(TRIES_PER_ADDRESS, WINDOW, clock);
    }

    /** What a try came to. It never says whether name or password was wrong. */
    public sealed interface Answer {
        record Welcome(User user) implements Answer {}

        record Wrong() implements Answer {}

        record Locked(Instant until) implements Answer {}

        /** Too many are signing in at this moment. */
        record Busy() implements Answer {}
    }

    public Answer attempt(String login, Password password, String address) {
        var name = login.toLowerCase(Locale.ROOT);
        var locked = addresses.count(address).or(() -> names.count(name));
        return locked.<Answer>map(Answer.Locked::new).orElseGet(() -> compared(name, password));
    }

    private Answer compared(String name, Password password) {
        if (password.clear().length() > Password.LONGEST) {
            return new Answer.Wrong();
        }
        if (!turn()) {
            return new Answer.Busy();
        }
        try {
            return answer(name, users.authenticate(name, password).filter(byPassword));
        } finally {
            hashing.release();
        }
    }

    private Answer answer(String name, Optional<User> user) {
        user.ifPresent(_ -> names.forget(name));
        return user.<Answer>map(Answer.Welcome::new).orElseGet(Answer.Wrong::new);
    }

    private boolean turn() {
        try {
            return hashing.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
