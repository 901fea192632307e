package io.anteroom.callback.destination;

import static io.anteroom.callback.destination.KnownNames.POLICY;
import static io.anteroom.callback.destination.KnownNames.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of attackers that must be refused by the default settings. */
class HostileUrlTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String LONG = "https://good.example/" + "a".repeat(2028);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # other schemes, and what is no URL
          http://good.example/           | The URL must be https.
          HTTP://good.example/           | The URL must be https.
          ftp://good.example/            | The URL must be https.
          file:///etc/passwd             | The URL must be https.
          gopher://127.0.0.1:6379/_x     | The URL must be https.
          javascript:alert(1)            | The URL must be absolute: https://host/…
          //good.example/                | The URL must be absolute: https://host/…
          https:good.example             | The URL must be absolute: https://host/…
          https:/good.example            | The URL must be absolute: https://host/…
          good.example/hook              | The URL must be absolute: https://host/…
          ''                             | The URL must be absolute: https://host/…
          https://                       | The URL has no host.
          https:///etc/passwd            | The URL has no host.
          https://:443/                  | The URL has no host.
          https://?x                     | The URL has no host.
          # who is meant
          https://good.example@127.0.0.1/     | The URL must not hold a user name or password.
          https://u:p@good.example/           | The URL must not hold a user name or password.
          https://127.0.0.1:80@good.example/  | The URL must not hold a user name or password.
          https://@good.example/              | The URL must not hold a user name or password.
          https://good.example/#@127.0.0.1/   | The URL must not have a fragment.
          https://good.example#               | The URL must not have a fragment.
          https://good.example\\@127.0.0.1/   | The URL must not hold spaces, control characters or backslashes: it has a backslash at position 21.
          https:\\\\127.0.0.1/                | The URL must not hold spaces, control characters or backslashes: it has a backslash at position 7.
          https://good.example /x             | The URL must not hold spaces, control characters or backslashes: it has a space at position 21.
          https://good.example/a b            | The URL must not hold spaces, control characters or backslashes: it has a space at position 23.
          'https://good.example/a|b'          | 'The URL has the character | at position 23, which must be percent-encoded (%7C).'
          https://good.example/ü/[1]          | The URL has the character [ at position 24, which must be percent-encoded (%5B).
          'https://good.example/😀?q="x"'      | The URL has the character " at position 26, which must be percent-encoded (%22).
          https://good.example/?a={b}         | The URL has the character { at position 25, which must be percent-encoded (%7B).
          HTTPS://GOOD.example:8443/a^        | The URL has the character ^ at position 28, which must be percent-encoded (%5E).
          https://good.example/%zz            | The URL has a % at position 22 that two hexadecimal digits do not follow; a % itself is written %25.
          https://good.example/a%2            | The URL has a % at position 23 that two hexadecimal digits do not follow; a % itself is written %25.
          https://good.example/?q=100%        | The URL has a % at position 28 that two hexadecimal digits do not follow; a % itself is written %25.
          https://%31%32%37.0.0.1/            | The host is no name of the DNS.
          https://127.0.0.1%00.good.example/  | The host is no name of the DNS.
          https://good_name.example/          | The host is no name of the DNS.
          https://-good.example/              | The host is no name of the DNS.
          https://good..example/              | The host is no name of the DNS.
          https://.good.example/              | The host is no name of the DNS.
          https://good.example,127.0.0.1/     | The host is no name of the DNS.
          https://good.example[127.0.0.1]/    | The host is no name of the DNS.
          https://good.example./              | The host must not end with a dot.
          https://./                          | The host must not end with a dot.
          # ports
          https://good.example:0/        | The port must be a number from 1 to 65535.
          https://good.example:65536/    | The port must be a number from 1 to 65535.
          https://good.example:-1/       | The port must be a number from 1 to 65535.
          https://good.example:/         | The port must be a number from 1 to 65535.
          https://good.example:443:80/   | The port must be a number from 1 to 65535.
          https://good.example:https/    | The port must be a number from 1 to 65535.
          https://good.example:00443/    | The port must be a number from 1 to 65535.
          # IPv4, in every spelling
          https://127.0.0.1/             | The host leads to a loopback address.
          https://127.255.255.254:8443/  | The host leads to a loopback address.
          https://127.0.0.1./            | The host must not end with a dot.
          https://127.1/                 | An IPv4 address must be written as four decimal numbers.
          https://127.0.1/               | An IPv4 address must be written as four decimal numbers.
          https://2130706433/            | An IPv4 address must be written as four decimal numbers.
          https://017700000001/          | An IPv4 address must be written as four decimal numbers.
          https://0x7f000001/            | An IPv4 address must be written as four decimal numbers.
          https://0x7F.1/                | An IPv4 address must be written as four decimal numbers.
          https://0177.0.0.1/            | An IPv4 address must be written as four decimal numbers.
          https://0x7f.0x0.0x0.0x1/      | An IPv4 address must be written as four decimal numbers.
          https://127.0.0.01/            | An IPv4 address must be written as four decimal numbers.
          https://256.0.0.1/             | An IPv4 address must be written as four decimal numbers.
          https://127.0.0.1.5/           | An IPv4 address must be written as four decimal numbers.
          https://good.example.0x7f/     | An IPv4 address must be written as four decimal numbers.
          https://0/                     | An IPv4 address must be written as four decimal numbers.
          https://0x/                    | An IPv4 address must be written as four decimal numbers.
          https://0.0.0.0/               | The host leads to an unspecified address.
          https://0.1.2.3/               | The host leads to an unspecified address.
          https://10.0.0.1/              | The host leads to a private address.
          https://172.16.0.1/            | The host leads to a private address.
          https://172.31.255.255/        | The host leads to a private address.
          https://192.168.1.1/           | The host leads to a private address.
          https://100.64.0.1/            | The host leads to a private address.
          https://169.254.1.1/           | The host leads to a link-local address.
          https://169.254.169.254/latest/meta-data/ | The host leads to the metadata service of a cloud.
          https://100.100.100.200/       | The host leads to the metadata service of a cloud.
          https://168.63.129.16/         | The host leads to the metadata service of a cloud.
          https://224.0.0.1/             | The host leads to a multicast address.
          https://239.255.255.250/       | The host leads to a multicast address.
          https://240.0.0.1/             | The host leads to a reserved address.
          https://255.255.255.255/       | The host leads to the broadcast address.
          https://192.0.2.1/             | The host leads to a reserved address.
          https://198.18.0.1/            | The host leads to a reserved address.
          https://198.19.255.255/        | The host leads to a reserved address.
          https://198.51.100.1/          | The host leads to a reserved address.
          https://203.0.113.1/           | The host leads to a reserved address.
          # letters that look like others
          https://１２７.０.０.１/         | The host leads to a loopback address.
          https://127。0。0。1/           | The host leads to a loopback address.
          https://127．0．0．1/           | The host leads to a loopback address.
          https://①②⑦.⓪.⓪.①/           | The host leads to a loopback address.
          https://ｌocalhost/             | The host is this machine itself.
          https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/             | The host is this machine itself.
          https://good.example。/         | The host must not end with a dot.
          https://good.example／@x/       | The URL must not hold a user name or password.
          https://127.0.0.1／.good.example/ | The host is no name of the DNS.
          # IPv6, and IPv4 in it
          https://[::1]/                 | The host leads to a loopback address.
          https://[0:0:0:0:0:0:0:1]:443/ | The host leads to a loopback address.
          https://[::]/                  | The host leads to an unspecified address.
          https://[::ffff:127.0.0.1]/    | The host leads to a loopback address.
          https://[::ffff:7f00:1]/       | The host leads to a loopback address.
          https://[::FFFF:169.254.169.254]/ | The host leads to the metadata service of a cloud.
          https://[::127.0.0.1]/         | The host leads to a loopback address.
          https://[::ffff:0:127.0.0.1]/  | The host leads to a loopback address.
          https://[64:ff9b::127.0.0.1]/  | The host leads to a loopback address.
          https://[64:ff9b::a9fe:a9fe]/  | The host leads to the metadata service of a cloud.
          https://[64:ff9b:1::808:808]/  | The host leads to a reserved address.
          https://[2002:7f00:1::]/       | The host leads to a loopback address.
          https://[2002:a00:1::1]/       | The host leads to a private address.
          https://[2001:0:7f00:1::]/     | The host leads to a loopback address.
          https://[2001:0:808:808:0:0:80ff:fffe]/ | The host leads to a loopback address.
          https://[fe80::1]/             | The host leads to a link-local address.
          https://[fe80::1%25eth0]/      | An IPv6 address must not have a zone.
          https://[fe80::1%eth0]/        | An IPv6 address must not have a zone.
          https://[fc00::1]/             | The host leads to a private address.
          https://[fd12:3456::1]/        | The host leads to a private address.
          https://[fec0::1]/             | The host leads to a private address.
          https://[fd00:ec2::254]/       | The host leads to the metadata service of a cloud.
          https://[ff02::1]/             | The host leads to a multicast address.
          https://[2001:db8::1]/         | The host leads to a reserved address.
          https://[2001:2::1]/           | The host leads to a reserved address.
          https://[3fff::1]/             | The host leads to a reserved address.
          https://[100::1]/              | The host leads to a reserved address.
          https://[5f00::1]/             | The host leads to a reserved address.
          https://[4000::1]/             | The host leads to a reserved address.
          https://[127.0.0.1]/           | The host is no IPv6 address.
          https://[::1/                  | The host is no name of the DNS.
          https://[]/                    | The host is no IPv6 address.
          https://[good.example]/        | The host is no IPv6 address.
          https://[::1].good.example/    | The host is no name of the DNS.
          # names
          https://localhost/             | The host is this machine itself.
          https://LOCALHOST:8443/        | The host is this machine itself.
          https://a.localhost/           | The host is this machine itself.
          https://localhost./            | The host must not end with a dot.
          https://loop.example/          | The host leads to a loopback address.
          https://LOOP.EXAMPLE/          | The host leads to a loopback address.
          https://loop6.example/         | The host leads to a loopback address.
          https://inside.example/        | The host leads to a private address.
          https://cloud.example/         | The host leads to the metadata service of a cloud.
          https://mapped.example/        | The host leads to a private address.
          https://half.example/          | The host leads to a private address.
          https://tunnel.example/        | The host leads to a loopback address.
          """)
  void isRefused(String url, String reason) {
    assertEquals(reason, refusal(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://good.example/\r\nHost: 127.0.0.1",
        "https://good.example\r\n",
        "https://good.example/\t",
        "https://good.example\u0000.x/",
        " https://good.example/",
        "https://good.example/\u00a0",
        "https://good\u200b.example/",
        "https://loc\u00adalhost/",
        "https://good.example/\u2028",
        "https://good.example/\ud800",
        "https://good.example/\u007f",
      })
  void invisibleCharactersAreRefused(String url) {
    String refusal = refusal(url);
    assertTrue(
        refusal.startsWith(
            "The URL must not hold spaces, control characters or backslashes: it has"),
        refusal);
  }

  @Test
  void aLongUrlIsRefused() {
    assertEquals("The URL is longer than 2048 characters.", refusal(LONG));
    assertEquals(
        "The URL is longer than 2048 characters.",
        refusal("https://good.example/" + "é".repeat(400)),
        "as it is sent");
    URI longest = POLICY.admit(LONG.substring(0, 2048)).await().atMost(SOON);
    assertEquals(2048, longest.toString().length());
    assertEquals("The host is no name of the DNS.", refusal("https://" + "a".repeat(64) + ".x/"));
    assertEquals("The host is no name of the DNS.", refusal("https://" + "a.".repeat(127) + "x/"));
  }
}
