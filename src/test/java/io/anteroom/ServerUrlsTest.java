package io.anteroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A URL that leads nowhere stops the start, where one that is away is waited for. */
class ServerUrlsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://localhost:5432/anteroom",
        "postgresql://postgres/anteroom",
        "postgresql://my_db.example:65535/a%20b?sslmode=require",
        "postgresql://[::1]:5432/anteroom",
        " postgresql://localhost/anteroom ",
      })
  void anUrlOfADatabaseIsTaken(String url) {
    assertEquals(List.of(), faults(ServerUrls.DATABASE, url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "postgres//x",
        "postgres://host/db",
        "postgresql://host",
        "postgresql://host/",
        "postgresql://host:5432",
        "postgresql:///db",
        "postgresql://host:0/db",
        "postgresql://host:65536/db",
        "postgresql://host:port/db",
        "postgresql://user:secret@host/db",
        "jdbc:postgresql://host/db",
        "mysql://host/db",
        "http://host/db",
        "host:5432/db",
        "postgresql://host/my db",
      })
  void anotherUrlIsNoDatabase(String url) {
    List<String> lines = faults(ServerUrls.DATABASE, url);
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).startsWith("DATABASE_URL: must be postgresql://host[:port]/database"));
    assertFalse(lines.get(0).contains("secret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "redis://localhost:6379",
        "redis://redis",
        "rediss://:secret@redis.example:6380/3",
        "redis://user:secret@redis/",
        "redis://a:1,redis://b:2",
        "unix:///run/redis.sock",
      })
  void anUrlOfRedisIsTaken(String url) {
    assertEquals(List.of(), faults(ServerUrls.REDIS, url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis//x",
        "redis:localhost",
        "http://localhost:6379",
        "localhost:6379",
        "redis://",
        "redis://host:70000",
        "redis://host/name",
        "redis://a,b",
        "redis://:secret@",
      })
  void anotherUrlIsNoRedis(String url) {
    List<String> lines = faults(ServerUrls.REDIS, url);
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).startsWith("REDIS_URL: must be redis://"));
    assertFalse(lines.get(0).contains("secret"));
  }

  @Test
  void bothAreToldAtOnce() {
    Map<String, String> wrong = Map.of(ServerUrls.DATABASE, "x", ServerUrls.REDIS, "y");
    assertEquals(2, ServerUrls.faults(wrong::get).size());
    assertEquals(0, ServerUrls.faults(name -> null).size());
  }

  private static List<String> faults(String setting, String url) {
    return ServerUrls.faults(Map.of(setting, url)::get);
  }
}
