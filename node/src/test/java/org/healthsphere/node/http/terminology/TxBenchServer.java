package org.healthsphere.node.http.terminology;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.terminology.fhir.TerminologyOperations;

/** The terminology routes of a node over open data, without TLS, for {@link TxBench}: arguments are the folder and the port. */
public final class TxBenchServer {
    private TxBenchServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var terminology = new OpenTerminology(Path.of(arguments[0])).compiled();
        var vertx = Vertx.vertx();
        var router = Router.router(vertx);
        var operations = new TerminologyOperations(terminology, InstantSource.system(), "bench");
        new TerminologyRoutes(new UseCases(vertx), () -> operations).mount(router);
        var server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(Integer.parseInt(arguments[1]), "127.0.0.1")
                .await();
        System.out.println("listens at " + server.actualPort());
        Thread.currentThread().join();
    }
}
