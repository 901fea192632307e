package io.anteroom.sandbox.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaProcessTest {

  /** Lines come in the thread that reads them. */
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Test
  void whatItPrintsWhileItStopsIsShownAndNothingElse(@TempDir Path folder) throws Exception {
    ReplicaProcess replica =
        ReplicaProcess.start(2, jar(folder), Map.of(), folder.resolve("replica.pid"), lines::add);
    assertTrue(replica.ready().get(1, TimeUnit.MINUTES), lines.toString());
    replica.stop();
    replica.ended().get(1, TimeUnit.MINUTES);
    Awaitility.await()
        .atMost(1, TimeUnit.MINUTES)
        .untilAsserted(
            () -> assertEquals(List.of("[2] Listening on: nothing", "[2] stopped"), lines));
  }

  /** A program that says when it has stopped. */
  public static final class Program {

    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped")));
      System.out.println("Listening on: nothing");
      Thread.currentThread().join();
    }
  }

  private static Path jar(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Program.class.getName());
    Path jar = folder.resolve("program.jar");
    String name = Program.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream bytes = Program.class.getClassLoader().getResourceAsStream(name)) {
      out.putNextEntry(new JarEntry(name));
      bytes.transferTo(out);
    }
    return jar;
  }
}
