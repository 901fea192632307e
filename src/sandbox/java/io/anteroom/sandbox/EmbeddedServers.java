package io.anteroom.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.embedded.RedisServer;

/**
 * A real PostgreSQL and a real Redis, on free ports of the loopback, with their data in a folder of
 * their own. They end with this process, however it ends: see {@link Reaper}.
 */
public final class EmbeddedServers implements AutoCloseable {

  /** Held, since a logger that nobody holds forgets its level. */
  private static final Logger POSTGRES_LOG = Logger.getLogger("io.zonky.test.db.postgres");

  private static final String USER = "postgres";
  private static final String DATABASE = "postgres";

  private final EmbeddedPostgres postgres;
  private final RedisServer redis;
  private final int redisPort;
  private final Path folder;

  private EmbeddedServers(
      EmbeddedPostgres postgres, RedisServer redis, int redisPort, Path folder) {
    this.folder = folder;
    this.postgres = postgres;
    this.redis = redis;
    this.redisPort = redisPort;
  }

  /** Starts both, and returns when they answer. */
  public static EmbeddedServers start() {
    return start(Map.of());
  }

  /**
   * Starts both.
   *
   * @param postgresSettings settings of the server, as in {@code postgresql.conf}
   */
  public static EmbeddedServers start(Map<String, String> postgresSettings) {
    try {
      Path folder = Files.createTempDirectory("anteroom-sandbox-");
      EmbeddedPostgres postgres = startPostgres(folder, postgresSettings);
      int port = freePort();
      List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
      RedisServer redis = startRedis(folder, port);
      List<Long> redisPids =
          ProcessHandle.current()
              .descendants()
              .filter(p -> !before.contains(p))
              .map(ProcessHandle::pid)
              .toList();
      Reaper.watch(postmaster(folder), redisPids, folder);
      return new EmbeddedServers(postgres, redis, port, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code DATABASE_URL} takes it. */
  public String databaseUrl() {
    return "postgresql://127.0.0.1:%d/%s".formatted(postgres.getPort(), DATABASE);
  }

  /** As {@code DATABASE_USER} takes it. */
  public String databaseUser() {
    return USER;
  }

  /** As {@code REDIS_URL} takes it. */
  public String redisUrl() {
    return "redis://127.0.0.1:" + redisPort;
  }

  /** A folder that is deleted when this process is gone. */
  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      redis.stop();
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedPostgres startPostgres(Path folder, Map<String, String> settings)
      throws IOException {
    POSTGRES_LOG.setLevel(Level.WARNING);
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder().setDataDirectory(folder.resolve("postgres"));
    builder.setServerConfig("max_connections", "200");
    settings.forEach(builder::setServerConfig);
    return builder.start();
  }

  private static RedisServer startRedis(Path folder, int port) throws IOException {
    RedisServer redis =
        RedisServer.builder()
            .port(port)
            .bind("127.0.0.1")
            .setting("save \"\"")
            .setting("dir " + folder)
            .build();
    redis.start();
    return redis;
  }

  /** PostgreSQL writes its process id into the first line of this file. */
  private static long postmaster(Path folder) throws IOException {
    return Long.parseLong(
        Files.readAllLines(folder.resolve("postgres").resolve("postmaster.pid")).get(0).strip());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
