# SPDX-License-Identifier: Apache-2.0
#
# docker build -t rdgateway .
# docker run --read-only --tmpfs /tmp:exec --cap-drop ALL -p 443:443 -v /etc/rdgateway:/etc/rdgateway:ro rdgateway
#
# /tmp takes the native libraries that the program unpacks; without "exec" TLS runs on the JDK, which is slower. Docker lets
# every account bind port 443 inside a container; elsewhere add --sysctl net.ipv4.ip_unprivileged_port_start=0. The files of
# /etc/rdgateway have to be readable for the account 10001.

FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml LICENSE NOTICE ./
COPY gateway-core gateway-core
COPY gateway-auth gateway-auth
COPY gateway-policy gateway-policy
COPY gateway-examples gateway-examples
COPY gateway-benchmarks gateway-benchmarks
RUN mvn -q -B package -DskipTests -Dspotless.check.skip -Dmaven.javadoc.skip -pl gateway-examples -am

FROM eclipse-temurin:17-jre
RUN groupadd --system --gid 10001 rdgateway \
 && useradd --system --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin rdgateway
COPY --from=build /src/gateway-examples/target/rdgateway.jar /opt/rdgateway/rdgateway.jar
USER 10001:10001
WORKDIR /etc/rdgateway
EXPOSE 443
# Ends tunnels after the time of "drain" in gateway.yaml; give "docker stop --time" more than that.
STOPSIGNAL SIGTERM
# Asks the admin listener, which gateway.yaml has to have; --no-healthcheck does without.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
  CMD ["java", "-Xmx64m", "-jar", "/opt/rdgateway/rdgateway.jar", "health", "--secret-file", "/etc/rdgateway/admin-secret"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/rdgateway/rdgateway.jar"]
CMD ["serve", "--config", "/etc/rdgateway/gateway.yaml"]
