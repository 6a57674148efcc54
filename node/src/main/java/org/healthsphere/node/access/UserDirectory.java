package org.healthsphere.node.access;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.RandomId;
import org.healthsphere.specs.Role;

/**
 * The accounts of one node, in one file of its data folder that only the node may read, or on another shelf.
 *
 * <p>A login name is the same in upper and lower case. A change is on disk before the call returns, whole or not at all. What
 * another process writes to the file, such as {@code hie user add}, counts from the next call on; a file that is not understood
 * does not, and the accounts stay as they were.
 */
public final class UserDirectory {
    private static final Pattern LOGIN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{1,63}");

    /** No login name that is typed has a colon. */
    private static final String PROVIDED = "openid:";

    private final UserFile file;
    private final Passwords passwords;
    private final SecureRandom random;
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private String stamp;

    record Account(User user, PasswordHash hash) {}

    private UserDirectory(UserFile file, Passwords passwords, SecureRandom random, List<Account> known) {
        this.file = file;
        this.passwords = passwords;
        this.random = random;
        known.forEach(account -> accounts.put(key(account.user().login()), account));
        this.stamp = file.stamp();
    }

    /** The accounts of this file, none if there is no file yet; a file that is not understood whole is refused. */
    public static Outcome<UserDirectory> open(Path path, Passwords passwords, SecureRandom random) {
        return open(new FileShelf(path), passwords, random);
    }

    /** The accounts of this shelf; what is not understood whole is refused. */
    public static Outcome<UserDirectory> open(Shelf shelf, Passwords passwords, SecureRandom random) {
        var file = new UserFile(shelf);
        return file.read().map(accounts -> new UserDirectory(file, passwords, random, accounts));
    }

    /** Takes in what another file holds, but for names that are taken and those who do not count; how many came. */
    public synchronized Outcome<Integer> takeIn(Bytes other, Predicate<User> counts) {
        refresh();
        return UserFile.read(other).map(read -> {
            var all = new LinkedHashMap<>(accounts);
            read.stream()
                    .filter(account -> counts.test(account.user()))
                    .forEach(account -> all.putIfAbsent(key(account.user().login()), account));
            var came = all.size() - accounts.size();
            if (came > 0) {
                keep(all);
            }
            return came;
        });
    }

    private void keep(Map<String, Account> all) {
        file.write(List.copyOf(all.values()));
        accounts.clear();
        accounts.putAll(all);
        stamp = file.stamp();
    }

    public synchronized Outcome<User> add(NewUser wanted) {
        refresh();
        if (!LOGIN.matcher(wanted.login()).matches()) {
            return Outcome.failed(new Fault.Invalid("a login name has 2 to 64 letters, digits or . _ @ -"));
        }
        if (!wanted.password().isFitForUse()) {
            return unfit();
        }
        if (wanted.role() == Role.SYSTEM || wanted.patient().isPresent() != (wanted.role() == Role.PATIENT)) {
            return Outcome.failed(new Fault.Invalid("patients have a record of their own here, programs no account"));
        }
        if (wanted.practitioner().isPresent() && wanted.role() == Role.PATIENT) {
            return Outcome.failed(new Fault.Invalid("a patient does not sign in as a practitioner"));
        }
        if (accounts.containsKey(key(wanted.login()))) {
            return Outcome.failed(new Fault.Conflict("this login name is taken"));
        }
        return Outcome.of(kept(wanted));
    }

    /** Another password for this account. */
    public synchronized Outcome<User> change(User user, Password password) {
        refresh();
        var key = key(user.login());
        if (!password.isFitForUse()) {
            return unfit();
        }
        if (!accounts.containsKey(key)) {
            return Outcome.failed(new Fault.NotFound("such account"));
        }
        var all = new LinkedHashMap<>(accounts);
        all.put(key, new Account(user, passwords.hash(password)));
        keep(all);
        return Outcome.of(user);
    }

    private static Outcome<User> unfit() {
        return Outcome.failed(
                new Fault.Invalid("a password has " + Password.SHORTEST + " to " + Password.LONGEST + " characters"));
    }

    /**
     * The account of this patient, which is opened without a password if there is none: a passkey opens it.
     *
     * @param name how pages address him
     */
    public synchronized User ofPatient(String patient, String name) {
        refresh();
        return users().stream()
                .filter(user -> user.patient().equals(Optional.of(patient)))
                .findFirst()
                .orElseGet(() -> kept(new NewUser(
                        "patient:" + RandomId.draw(random),
                        name,
                        Role.PATIENT,
                        Optional.of(patient),
                        new Password(RandomId.draw(random)))));
    }

    /**
     * Somebody whom the hospital's provider of identities has let in, as it says that he is now. His account has no password that
     * anybody knows.
     *
     * @param subject by whom the provider knows him, the same for good
     */
    public synchronized User provided(String subject, String name, Role role, Optional<String> practitioner) {
        refresh();
        var login = PROVIDED + subject;
        var known = Optional.ofNullable(accounts.get(key(login)));
        if (known.isEmpty()) {
            return kept(new NewUser(
                    login, name, role, Optional.empty(), practitioner, new Password(RandomId.draw(random))));
        }
        var now = new User(known.get().user().id(), login, name, role, Optional.empty(), practitioner);
        if (!now.equals(known.get().user())) {
            var all = new LinkedHashMap<>(accounts);
            all.put(key(login), new Account(now, known.get().hash()));
            keep(all);
        }
        return now;
    }

    public synchronized Optional<User> find(String login) {
        return account(login).map(Account::user);
    }

    public synchronized List<User> users() {
        refresh();
        return accounts.values().stream().map(Account::user).toList();
    }

    /** Closes the accounts of a patient; how many there were. */
    public synchronized int removePatient(String patient) {
        refresh();
        var left = new LinkedHashMap<>(accounts);
        left.values().removeIf(account -> account.user().patient().equals(Optional.of(patient)));
        var removed = accounts.size() - left.size();
        if (removed > 0) {
            keep(left);
        }
        return removed;
    }

    /** The user of this name with this password; it takes as long to learn that there is none. */
    Optional<User> authenticate(String login, Password password) {
        var account = account(login);
        var matches = account.map(a -> passwords.matches(a.hash(), password))
                .orElseGet(() -> passwords.matchesNobody(password));
        return matches ? account.map(Account::user) : Optional.empty();
    }

    /** The account that is called so in the audit. */
    public synchronized Optional<User> withId(String id) {
        return users().stream().filter(user -> user.id().equals(id)).findFirst();
    }

    private synchronized Optional<Account> account(String login) {
        refresh();
        return Optional.ofNullable(accounts.get(key(login)));
    }

    private User kept(NewUser wanted) {
        var user = new User(
                "user-" + RandomId.draw(random),
                wanted.login(),
                wanted.name(),
                wanted.role(),
                wanted.patient(),
                wanted.practitioner());
        var account = new Account(user, passwords.hash(wanted.password()));
        var all = new LinkedHashMap<>(accounts);
        all.put(key(user.login()), account);
        keep(all);
        return user;
    }

    private synchronized void refresh() {
        var now = file.stamp();
        if (!now.equals(stamp) && file.read() instanceof Outcome.Success<List<Account>>(var read)) {
            accounts.clear();
            read.forEach(account -> accounts.put(key(account.user().login()), account));
            stamp = now;
        }
    }

    private static String key(String login) {
        return login.toLowerCase(Locale.ROOT);
    }
}
