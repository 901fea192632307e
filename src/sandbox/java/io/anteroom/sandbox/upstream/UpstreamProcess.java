package io.anteroom.sandbox.upstream;

import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sandbox as a process of its own. */
public final class UpstreamProcess {
  private static final String PORT = "--port=";
  private static final String SETTINGS = "--settings=";
  private static final String EXIT_WITH_PARENT = "--exit-with-parent";

  private UpstreamProcess() {}

  /**
   * Runs until it is ended.
   *
   * @param args {@code --port=N} (else any free port), {@code --settings=} with a JSON document or
   *     the name of a file that holds one, {@code --exit-with-parent}: ends when standard input
   *     does
   */
  public static void main(String[] args) throws IOException {
    SandboxSettings settings = SandboxSettings.defaults();
    boolean exitsWithParent = false;
    for (String arg : args) {
      if (arg.startsWith(SETTINGS)) {
        settings = settings.merge(document(arg.substring(SETTINGS.length())));
      } else if (arg.startsWith(PORT)) {
        int port = Integer.parseInt(arg.substring(PORT.length()));
        settings = settings.merge("{\"port\":" + port + "}");
      } else if (arg.equals(EXIT_WITH_PARENT)) {
        exitsWithParent = true;
      } else {
        throw new IllegalArgumentException("unknown argument: " + arg);
      }
    }
    SandboxUpstream sandbox = SandboxUpstream.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
    System.out.println("sandbox upstream ready at " + sandbox.baseUrl());
    if (exitsWithParent) {
      waitForEndOfInput();
      System.exit(0);
    }
  }

  private static String document(String fileOrJson) throws IOException {
    return fileOrJson.stripLeading().startsWith("{")
        ? fileOrJson
        : Files.readString(Path.of(fileOrJson));
  }

  /**
   * Standard input is a pipe from the parent: it ends when the parent does, however that may be.
   */
  private static void waitForEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // Whatever is written there means nothing.
    }
  }
}
