package org.healthsphere.node;

import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.access.AccessTokens;
import org.healthsphere.node.access.AccountShelf;
import org.healthsphere.node.access.Passwords;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.access.SignIn;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.config.NodeConfig;

/** How people and programs come in. */
record Entry(AccessTokens tokens, UserDirectory users, SignIn signIn, Sessions sessions) {

    static Entry open(NodeConfig config, MemberIdentity identity, Kept kept, Environment environment) {
        var shelf = kept.processes()
                .<AccountShelf>map(_ -> new StoredAccounts(kept.store()))
                .orElseGet(() -> AccountShelf.in(kept.folder().users()));
        var users = UserDirectory.open(shelf, new Passwords(environment.random()), environment.random())
                .orElseThrow();
        return new Entry(
                tokens(identity, environment),
                users,
                new SignIn(users, environment.clock()),
                new Sessions(identity.id(), environment.random(), environment.clock()));
    }

    /** Issues and reads tokens; those of one process of the node are good at the others. */
    static AccessTokens tokens(MemberIdentity identity, Environment environment) {
        var audience = new AccessTokens.Audience(identity.id(), "https://" + identity.id() + ".healthsphere.org");
        return new AccessTokens(audience, identity, environment.clock(), environment.random());
    }
}
