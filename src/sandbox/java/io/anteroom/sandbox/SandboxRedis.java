package io.anteroom.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** A real Redis that keeps nothing on disk; it can go, hang, and come back on the same port. */
public final class SandboxRedis {

  private final Path folder;
  private final int port;
  private RedisServer server;

  private SandboxRedis(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts it, and returns when it answers. */
  static SandboxRedis start(Path folder) throws IOException {
    SandboxRedis redis = new SandboxRedis(folder, FreePort.find());
    redis.startAgain();
    return redis;
  }

  /** As {@code REDIS_URL} takes it. */
  String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts it again, empty, on the same port. */
  public void startAgain() {
    server =
        RedisServer.builder()
            .port(port)
            .bind("127.0.0.1")
            .setting("save \"\"")
            .setting("dir " + folder)
            .setting("pidfile " + pidFile())
            .build();
    server.start();
  }

  /** Ends it. */
  public void stop() {
    server.stop();
  }

  /** Stops it in its tracks: connections stay open, and nothing answers. */
  public void freeze() {
    SandboxPostgres.signal("STOP", pid());
  }

  /** Lets it go on. */
  public void thaw() {
    SandboxPostgres.signal("CONT", pid());
  }

  private long pid() {
    try {
      return Long.parseLong(Files.readString(pidFile()).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path pidFile() {
    return folder.resolve("redis.pid");
  }
}
