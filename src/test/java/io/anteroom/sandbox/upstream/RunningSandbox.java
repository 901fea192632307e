package io.anteroom.sandbox.upstream;

import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import org.junit.jupiter.api.AutoClose;

/** A test with a sandbox of its own, whose stages take no time, and a caller without limits. */
abstract class RunningSandbox {
  @AutoClose final SandboxUpstream sandbox = SandboxUpstream.start(SandboxSettings.instant());
  final TestCaller caller = new TestCaller(sandbox, TestCaller.ENTERPRISE);

  void set(String patch) {
    sandbox.reconfigure(settings -> settings.merge(patch));
  }
}
