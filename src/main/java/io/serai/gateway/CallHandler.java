package io.serai.gateway;

import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What happens to every HTTP call to a system: it is signed; answered 401, it is signed anew and
 * repeated, once; an answer past 2 MiB is cut off.
 */
record CallHandler(Authorization authorization) implements ExecChainHandler {

    private static final long LONGEST_ANSWER = 2 << 20;

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        authorization.sign(request);
        ClassicHttpResponse response = chain.proceed(request, scope);
        if (response.getCode() == HttpStatus.SC_UNAUTHORIZED && authorization.signAnew(request)) {
            EntityUtils.consume(response.getEntity());
            response.close();
            response = chain.proceed(request, scope);
        }
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            response.setEntity(new Bounded(entity));
        }
        return response;
    }

    private static final class Bounded extends HttpEntityWrapper {

        Bounded(HttpEntity entity) {
            super(entity);
        }

        @Override
        public InputStream getContent() throws IOException {
            return new FilterInputStream(super.getContent()) {

                private long left = LONGEST_ANSWER;

                @Override
                public int read() throws IOException {
                    int read = super.read();
                    count(read < 0 ? 0 : 1);
                    return read;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = super.read(bytes, offset, length);
                    count(Math.max(read, 0));
                    return read;
                }

                private void count(int read) {
                    left -= read;
                    if (left < 0) {
                        throw new ContractException("The answer is longer than 2 MiB");
                    }
                }
            };
        }
    }
}
