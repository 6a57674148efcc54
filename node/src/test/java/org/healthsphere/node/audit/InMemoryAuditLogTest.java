package org.healthsphere.node.audit;

class InMemoryAuditLogTest implements AuditLogContract {
    private final InMemoryAuditLog log = new InMemoryAuditLog(AuditSamples.CLOCK);

    @Override
    public AuditLog log() {
        return log;
    }
}
