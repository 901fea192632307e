/**
 * The connection guard: protects the public ports from callers that hold connections without using
 * them. This package knows no other but {@code async}, and no other knows it.
 *
 * <p>What it is for, since neither Quarkus nor Vert.x does it:
 *
 * <ul>
 *   <li>Slow heads: nothing closes a connection whose request never becomes complete. Vert.x's idle
 *       timeout does not, since one byte now and then is not idle ({@link ConnectionWatch}).
 *   <li>Slow bodies: the same for a body that arrives slower than a minimum speed ({@link
 *       BodyPace}).
 *   <li>Pipelining: Vert.x keeps each request that it has read, and each response that nobody
 *       takes, in memory without a limit ({@link PipelineLimit}).
 *   <li>Too many connections ({@link ConnectionGuard}), and connections that are opened during a
 *       stop ({@link ListenerDrain}).
 * </ul>
 *
 * <p>It rests on internals of Vert.x: the transport that opens a listening socket, and the names of
 * the handlers of a connection. The start checks the names ({@link
 * io.anteroom.async.http.VertxPipelines}). Tried with Quarkus 3.33.2, Vert.x 4.5.27 and Netty
 * 4.1.138.
 *
 * <p>The setting {@code anteroom.http.guard.enabled} switches it off, all but the order of a stop
 * ({@link ListenerDrain}), which limits no caller. To remove it: delete this package, its tests
 * {@code ConnectionWatchTest}, {@code GuardSwitchTest} and {@code ConnectionGuardIT} (the tests of
 * headers and HTTPS there stay), its rows in {@code SettingsCheckTest}, the file {@code
 * META-INF/services/io.vertx.core.spi.VertxServiceProvider}, and the settings {@code
 * anteroom.http.guard.*} in docs/reference/settings.md. HTTP/2 in clear text must then be switched
 * off by a customizer of its own, as {@link ConnectionGuard#customizeHttpServer} does.
 */
package io.anteroom.guard;
