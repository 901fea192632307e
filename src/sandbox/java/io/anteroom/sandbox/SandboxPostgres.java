package io.anteroom.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** A real PostgreSQL with its data below a folder; it can crash and come back on the same port. */
public final class SandboxPostgres {

  /** After a crash it first reads what it had written. */
  private static final Duration START = Duration.ofMinutes(1);

  /** Held, since a logger that nobody holds forgets its level. */
  private static final Logger LOG = Logger.getLogger("io.zonky.test.db.postgres");

  private static final String USER = "postgres";
  private static final String DATABASE = "postgres";

  private final Path data;
  private final Map<String, String> settings;
  private EmbeddedPostgres server;

  private SandboxPostgres(Path data, Map<String, String> settings) {
    this.data = data;
    this.settings = settings;
  }

  /** Starts it, and returns when it answers. */
  static SandboxPostgres start(Path folder, Map<String, String> settings) throws IOException {
    LOG.setLevel(Level.WARNING);
    SandboxPostgres postgres = new SandboxPostgres(folder.resolve("postgres"), settings);
    postgres.server = postgres.builder().setPort(FreePort.find()).start();
    return postgres;
  }

  /** As {@code DATABASE_URL} takes it. */
  String url() {
    return "postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), DATABASE);
  }

  /** As {@code DATABASE_USER} takes it. */
  String user() {
    return USER;
  }

  /** Ends it as a power cut would: no checkpoint, every connection broken. */
  public void crash() {
    ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
    signal("QUIT", postmaster.pid());
    postmaster.onExit().join();
    LOG.setLevel(Level.OFF); // there is nothing left to stop, which is what it would say
    try {
      server.close(); // gives up its lock on the data
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      LOG.setLevel(Level.WARNING);
    }
  }

  /** Starts it again with the same data on the same port, and returns when it answers. */
  public void startAgain() {
    try {
      server = builder().setPort(server.getPort()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Crashes it, and keeps a copy of its data as they are then. */
  public void crashAndCopy() {
    crash();
    copy(data, copy());
  }

  /** Crashes it, and puts the copy in the place of its data: all commits since are lost. */
  public void crashAndLose() {
    crash();
    try (Stream<Path> files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).forEach(SandboxPostgres::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    copy(copy(), data);
  }

  private Path copy() {
    return data.resolveSibling("postgres-copy");
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file));
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() throws IOException {
    server.close();
  }

  /** PostgreSQL writes its process id into the first line of this file. */
  private long pid() {
    try {
      return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EmbeddedPostgres.Builder builder() {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            // A hook would end it beside Anteroom, which gives its lease up at its own end.
            .setRegisterShutdownHook(!ChildProcessWatchdog.isAble())
            .setPGStartupWait(START);
    builder.setServerConfig("max_connections", "200");
    settings.forEach(builder::setServerConfig);
    return builder;
  }

  static void signal(String name, long pid) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
