package io.anteroom.sandbox;

/** What to paste first. */
final class WelcomeText {

  private WelcomeText() {}

  /**
   * The text.
   *
   * @param port of Anteroom
   * @param upstreamUrl of the upstream, without a slash at its end
   * @param callbackUrl of the receiver of callbacks
   */
  static String of(int port, String upstreamUrl, String callbackUrl) {
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
        The upstream's plan, times and faults: %4$s/_sandbox
        A receiver of callbacks: %5$s verifies by the secret %6$s
        """
        .formatted(
            port,
            SandboxKeys.CLIENT,
            SandboxKeys.OPERATOR,
            upstreamUrl,
            callbackUrl,
            SandboxKeys.CALLBACK_SECRET);
  }
}
