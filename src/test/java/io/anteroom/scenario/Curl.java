package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Requests by curl, which not every machine has. */
final class Curl {

  private Curl() {}

  /** Skips the test where there is no curl. */
  static void assumeThere() throws InterruptedException {
    assumeTrue(isThere(), "curl is not here: not tried with it");
  }

  private static boolean isThere() throws InterruptedException {
    try {
      return new ProcessBuilder("curl", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What the client with this key reads from an address until its end, at most for 20 s. */
  static String read(String url, String key) throws IOException, InterruptedException {
    String authorization = "Authorization: Bearer " + key;
    Process curl =
        new ProcessBuilder("curl", "-sS", "-N", "--max-time", "20", "-H", authorization, url)
            .redirectErrorStream(true)
            .start();
    String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, curl.waitFor(), output);
    return output;
  }
}
