"""Settings: from the environment (``FAZHI_…``) or from ``fazhi.toml`` in the working folder, in that order."""

from __future__ import annotations

import functools
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What a user can set; every field is also an environment variable ``FAZHI_<FIELD>``."""

    model_config = SettingsConfigDict(env_prefix="FAZHI_", toml_file="fazhi.toml", extra="ignore")

    index: Path = Field(PROJECT / "index", description="索引所在的文件夹")
    data: Path = Field(PROJECT / "data" / "reports", description="网页首次启动时建立索引的资料文件夹")
    overrides: Path = Field(PROJECT / "data" / "overrides.toml", description="人工更正元数据的文件")
    uploads: Path = Field(PROJECT / "data" / "uploads", description="网页上传的文件放在哪个文件夹")
    model: str | None = Field(
        None, description="向量模型：留空用内置模型，或填 sentence-transformers 模型的文件夹、名称"
    )
    models: Path | None = Field(None, description="转换好的内置模型放在哪里；留空放在索引文件夹里")
    allow_download: bool = Field(False, description="是否允许联网下载填写了名称的模型")
    device: str | None = Field(None, description="计算设备，如 cpu、cuda；留空自动选择")
    threads: int | None = Field(None, ge=1, description="计算线程数；留空由程序决定")
    reranker: str | None = Field(None, description="重排模型：留空不重排，或填 CrossEncoder 模型的文件夹、名称")
    rerank_top: int = Field(50, ge=1, description="重排前多少段")
    # People wait for about ten seconds before their attention goes (J. Nielsen, Usability Engineering, 1993); two
    # cores need seven for 50 passages with a model of bge-reranker-base's size.
    rerank_seconds: float = Field(
        10.0, gt=0, allow_inf_nan=False, description="重排最多用多少秒；来不及就保持原来的顺序"
    )
    llm_base_url: str | None = Field(
        None,
        description="回答问题的语言模型的地址（兼容 OpenAI 接口），如 http://127.0.0.1:11434/v1；留空不用语言模型",
    )
    llm_model: str | None = Field(None, description="语言模型的名称，如 qwen3:8b、deepseek-chat")
    llm_api_key: SecretStr | None = Field(
        None, description="语言模型的密钥，请用环境变量 FAZHI_LLM_API_KEY 设置；本机的模型一般不需要"
    )
    # A local model of 8 billion parameters writes the ten lines of an answer in about half a minute on a small GPU.
    llm_seconds: float = Field(
        60.0, gt=0, allow_inf_nan=False, description="等语言模型最多多少秒；来不及就只用摘录的回答"
    )
    # Local servers mostly run with a window of 8,192 tokens; half of it is left to the question and the answer.
    llm_budget: int = Field(4096, ge=200, description="交给语言模型的原文最多多少个词元（按一字一个计）")
    max_file_mb: int = Field(256, ge=1, description="单个文件的大小上限（MB）")

    @property
    def models_dir(self) -> Path:
        """Where the bundled model's folder is kept."""
        return self.models or self.index / "models"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


@functools.cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
