package org.healthsphere.node.cluster;

final class MemoryBallots implements Ballots {
    private State state = State.NEW;

    @Override
    public State load() {
        return state;
    }

    @Override
    public void save(State next) {
        state = next;
    }
}
