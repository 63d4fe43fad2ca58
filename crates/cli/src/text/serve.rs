//! What `doorstep serve` says.

use super::sentences;

sentences! {
    /// What `doorstep serve` says.
    ServeText {
        Created { name: String } "已创建机构“{name}”。" "Created the organisation {name}.";
        Listening { url: String } "服务器已就绪：{url}" "Ready: {url}";
        HowToLogIn { command: String } "登录办公室页面：{command}" "To log in to the office's pages: {command}";
        HowToStop {} "按 Ctrl-C 停止。" "Ctrl-C stops it.";
    }
}
