package org.healthsphere.node.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What is wrong with a member. */
enum Fate {
    HONEST,
    DEAD,
    PARTITIONED,
    SLOW,
    LOSSY,
    SKEWED,
    /** Changes a bit of what it answers. */
    ALTERING,
    /** Answers what it has answered before. */
    REPLAYING,
    /** Answers in another member's name. */
    IMPERSONATING,
    /** Puts other patients' records into an answer. */
    MIXING,
    /** Says that there is nothing to release, whatever there is; under its signature. */
    WITHHOLDING;

    private static final List<Fate> LIARS = List.of(ALTERING, REPLAYING, IMPERSONATING, MIXING, WITHHOLDING);

    /** One for each member; the first ones ask, and nothing is wrong with them. */
    static List<Fate> drawn(Scenario scenario, int askers, Random random) {
        var fates = new Fate[scenario.members()];
        Arrays.fill(fates, HONEST);
        List<Integer> others = new ArrayList<>();
        for (var i = askers; i < fates.length; i++) {
            others.add(i);
        }
        Collections.shuffle(others, random);
        var shares = scenario.shares();
        var next = 0;
        for (var kind : List.of(DEAD, PARTITIONED, SLOW, LOSSY, SKEWED)) {
            for (var many = count(scenario, share(shares, kind)); many > 0 && next < others.size(); many--) {
                fates[others.get(next++)] = kind;
            }
        }
        for (var liar = 0; liar < count(scenario, shares.byzantine()) && next < others.size(); liar++) {
            fates[others.get(next++)] = LIARS.get(liar % LIARS.size());
        }
        return List.of(fates);
    }

    private static int count(Scenario scenario, double share) {
        return (int) Math.round(share * scenario.members());
    }

    private static double share(Scenario.Shares shares, Fate kind) {
        return switch (kind) {
            case DEAD -> shares.dead();
            case PARTITIONED -> shares.partitioned();
            case SLOW -> shares.slow();
            case LOSSY -> shares.lossy();
            case SKEWED -> shares.skewed();
            case HONEST, ALTERING, REPLAYING, IMPERSONATING, MIXING, WITHHOLDING -> 0;
        };
    }
}
