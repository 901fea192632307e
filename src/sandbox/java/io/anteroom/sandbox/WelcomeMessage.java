package io.anteroom.sandbox;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Prints what to paste first. */
@Singleton
class WelcomeMessage {

  private final boolean inSandbox;
  private final int port;

  WelcomeMessage(
      @ConfigProperty(name = SandboxMain.STARTED, defaultValue = "false") boolean inSandbox,
      @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port) {
    this.inSandbox = inSandbox;
    this.port = port;
  }

  void print(@Observes StartupEvent event) {
    if (inSandbox) {
      System.out.println(text());
    }
  }

  private String text() {
    return """

        Anteroom runs, in front of a sandbox of the Mixpeek API. Index a file and wait for it:

          curl -sS http://localhost:%1$d/index-and-wait \\
            -H 'Authorization: Bearer %2$s' \\
            -F collection_id=demo -F file=@README.md

        then search for it:

          curl -sS http://localhost:%1$d/search/text \\
            -H 'Authorization: Bearer %2$s' \\
            -H 'Content-Type: application/json' \\
            -d '{"query": "durable waiting room"}'

        Look at it as an operator: http://localhost:%1$d/operator/ with the key %3$s
        """
        .formatted(port, SandboxMain.CLIENT_KEY, SandboxMain.OPERATOR_KEY);
  }
}
