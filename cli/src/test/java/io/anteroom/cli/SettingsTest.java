package io.anteroom.cli;

import static io.anteroom.client.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import io.anteroom.client.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir Path home;

  private final ScriptedServer server = new ScriptedServer();
  private final Cli cli = new Cli();

  @BeforeEach
  void start() {
    cli.home(home);
    server.on("GET /quota", json(200, Json.quota("")));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aProfileGivesUrlAndKey() throws IOException {
    profiles("[default]\nurl = %s\nkey = key-of-default\n\n# another\n[prod]\nurl=%s\nkey=k2\n");
    assertEquals(0, cli.run("quota").code());
    assertEquals(0, cli.run("--profile", "prod", "quota").code(), "an option before the command");
    assertEquals(0, cli.run("quota", "--profile", "prod").code());
    assertEquals(0, cli.set("ANTEROOM_PROFILE", "prod").run("quota").code());
    assertEquals("Bearer key-of-default", key(0));
    assertEquals("Bearer k2", key(1));
    assertEquals("Bearer k2", key(2));
    assertEquals("Bearer k2", key(3));
  }

  @Test
  void theEnvironmentWinsOverTheProfile() throws IOException {
    profiles("[default]\nurl = %s\nkey = key-of-default\n");
    assertEquals(0, cli.set("ANTEROOM_KEY", "key-of-variable").run("quota").code());
    assertEquals("Bearer key-of-variable", key(0));
  }

  @Test
  void theKeyOfAProfileGoesToNoOtherUrl() throws IOException {
    profiles("[default]\nurl = https://anteroom.example\nkey = key-of-default\n");
    Result result = cli.run("quota", "--url", server.uri().toString());
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("not sent to this one"), result.err());
    assertEquals(0, server.count());
  }

  @Test
  void aFileThatOthersCanReadIsWarnedOf() throws IOException {
    Path file = profiles("[default]\nurl = %s\nkey = k\n");
    assertEquals("", cli.run("quota").err());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Result result = cli.run("quota");
    assertEquals(0, result.code());
    assertTrue(result.err().contains("chmod 600"), result.err());
  }

  @Test
  void aFileThatIsNotUnderstoodIsExitCode2AndShowsNoValue() throws IOException {
    profiles("[default]\npassword = hunter2\n");
    Result result = cli.run("quota");
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("line 2"), result.err());
    assertFalse(result.err().contains("hunter2"), result.err());
  }

  @Test
  void whatIsMissingIsExitCode2() {
    assertEquals(ExitCode.USAGE, cli.run("quota").code(), "no URL");
    assertEquals(ExitCode.USAGE, cli.run("quota", "--url", "ftp://a").code());
    assertEquals(ExitCode.USAGE, cli.run("quota", "--url", "https://user:word@a").code());
    Result key = cli.run("quota", "--url", server.uri().toString());
    assertEquals(ExitCode.USAGE, key.code());
    assertTrue(key.err().contains("ANTEROOM_KEY"), key.err());
    assertEquals(ExitCode.USAGE, cli.run("quota", "--profile", "none").code());
  }

  private Path profiles(String text) throws IOException {
    Path file = home.resolve(".config/anteroom/config");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.replace("%s", server.uri().toString()));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private String key(int request) {
    return server.received("GET /quota").get(request).header("Authorization");
  }
}
