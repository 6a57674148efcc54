package org.healthsphere.node.access;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;

/**
 * The accounts of one node, in one file of its data folder that only the node may read.
 *
 * <p>A login name is the same in upper and lower case. A change is on disk before the call returns, whole or not at all.
 */
public final class UserDirectory {
    private static final Pattern LOGIN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{1,63}");
    private static final int ID_BYTES = 16;

    private final UserFile file;
    private final Passwords passwords;
    private final SecureRandom random;
    private final Map<String, Account> accounts = new LinkedHashMap<>();

    record Account(User user, PasswordHash hash) {}

    private UserDirectory(UserFile file, Passwords passwords, SecureRandom random, List<Account> known) {
        this.file = file;
        this.passwords = passwords;
        this.random = random;
        known.forEach(account -> accounts.put(key(account.user().login()), account));
    }

    /** The accounts of this file, none if there is no file yet; a file that is not understood whole is refused. */
    public static Outcome<UserDirectory> open(Path path, Passwords passwords, SecureRandom random) {
        var file = new UserFile(path);
        var known = Files.exists(path) ? file.read() : Outcome.of(List.<Account>of());
        return known.map(accounts -> new UserDirectory(file, passwords, random, accounts));
    }

    public synchronized Outcome<User> add(NewUser wanted) {
        if (!LOGIN.matcher(wanted.login()).matches()) {
            return Outcome.failed(new Fault.Invalid("a login name has 2 to 64 letters, digits or . _ @ -"));
        }
        if (!wanted.password().isFitForUse()) {
            return Outcome.failed(new Fault.Invalid(
                    "a password has " + Password.SHORTEST + " to " + Password.LONGEST + " characters"));
        }
        if (wanted.role() == Role.SYSTEM || wanted.patient().isPresent() != (wanted.role() == Role.PATIENT)) {
            return Outcome.failed(new Fault.Invalid("patients have a record of their own here, programs no account"));
        }
        if (accounts.containsKey(key(wanted.login()))) {
            return Outcome.failed(new Fault.Conflict("this login name is taken"));
        }
        return Outcome.of(kept(wanted));
    }

    public synchronized Optional<User> find(String login) {
        return account(login).map(Account::user);
    }

    public synchronized List<User> users() {
        return accounts.values().stream().map(Account::user).toList();
    }

    /** The user of this name with this password; it takes as long to learn that there is none. */
    Optional<User> authenticate(String login, Password password) {
        var account = account(login);
        var matches = account.map(a -> passwords.matches(a.hash(), password))
                .orElseGet(() -> passwords.matchesNobody(password));
        return matches ? account.map(Account::user) : Optional.empty();
    }

    private synchronized Optional<Account> account(String login) {
        return Optional.ofNullable(accounts.get(key(login)));
    }

    private User kept(NewUser wanted) {
        var user = new User(newId(), wanted.login(), wanted.name(), wanted.role(), wanted.patient());
        var account = new Account(user, passwords.hash(wanted.password()));
        var all = new LinkedHashMap<>(accounts);
        all.put(key(user.login()), account);
        file.write(List.copyOf(all.values()));
        accounts.put(key(user.login()), account);
        return user;
    }

    private String newId() {
        var bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return "user-" + HexFormat.of().formatHex(bytes);
    }

    private static String key(String login) {
        return login.toLowerCase(Locale.ROOT);
    }
}
